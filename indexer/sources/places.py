"""The names by which papers give a Mexican State after a town: «COATZACOALCOS, VER.», «Culiacán, Sinaloa»."""

from __future__ import annotations

import re

_STATES = (
    r"Aguascalientes|Ags|Baja California(?: Sur)?|B\. ?C\.(?: ?S)?|Campeche|Camp|Coahuila|Coah|Colima|Col|Chiapas|Chis"
    r"|Chihuahua|Chih|Ciudad de M[eé]xico|CDMX|Cd\. ?M[eé]x|D\. ?F|Durango|Dgo|Guanajuato|Gto|Guerrero|Gro|Hidalgo|Hgo"
    r"|Jalisco|Jal|Estado de M[eé]xico|Edo\. ?(?:de )?M[eé]x|M[eé]x|Michoac[aá]n|Mich|Morelos|Mor|Nayarit|Nay"
    r"|Nuevo Le[oó]n|N\. ?L|Oaxaca|Oax|Puebla|Pue|Quer[eé]taro|Qro|Quintana Roo|Q\. ?(?:R|Roo)|San Luis Potos[ií]"
    r"|S\. ?L\. ?P|Sinaloa|Sin|Sonora|Son|Tabasco|Tab|Tamaulipas|Tamps|Tlaxcala|Tlax|Veracruz|Ver|Yucat[aá]n|Yuc"
    r"|Zacatecas|Zac"
)

MEXICAN_STATE = re.compile(rf"^[^\W\d_][^\d,:;]{{2,40}},\s*(?:{_STATES})\.?$", re.IGNORECASE)
"""A whole line that is a place: town, comma, State."""
