// Everything works without this file. It only brings a marked passage into view when the address names the passage
// (?start=…&end=…) but no place in the page, as the links of results and of the API do.
"use strict";

if (!location.hash) {
  const marked = document.getElementById("marked");
  if (marked) {
    marked.scrollIntoView({ block: "center" });
  }
}
