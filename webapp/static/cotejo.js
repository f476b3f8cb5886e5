// Everything works without this file. It only brings a marked passage into view when the address names the passage
// (?start=…&end=…) but no place in the page, as the links of results and of the API do. The page view has a script of
// its own (viewer.js), which brings the image along.
"use strict";

if (!location.hash && !document.getElementById("viewer")) {
  const marked = document.getElementById("marked");
  if (marked) {
    marked.scrollIntoView({ block: "center" });
  }
}
