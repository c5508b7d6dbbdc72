"""What is measured in Exampleland, a made-up country, with its names in four languages."""

NAMES = {
    1: {"en": "low", "fr": "faible", "nl": "laag", "de": "gering"},
    2: {"en": "medium", "fr": "moyen", "nl": "gemiddeld", "de": "mäßig"},
    3: {"en": "serious", "fr": "grave", "nl": "ernstig", "de": "ernst"},
    4: {"en": "very serious", "fr": "très grave", "nl": "zeer ernstig", "de": "sehr ernst"},
    5: {"en": "extreme", "fr": "extrême", "nl": "extreem", "de": "extrem"},
}
SOURCE = "Yearly report 2017, https://example.org/report?y=2017&l=en; read in the library"

# id: (names, unit, kind, family, effort, weighs, decibans for 2:1 and 3:2 and 4:3)
MEASURED: dict[str, tuple[dict[str, str], str, str, str, str, bool, tuple[float, ...]]] = {
    "attacks_dated": (
        {
            "en": "Attacks completed or failed",
            "fr": "Attentats commis ou manqués",
            "nl": "Gepleegde of mislukte aanslagen",
            "de": "Verübte oder gescheiterte Anschläge",
        },
        "attacks",
        "flow_count",
        "attacks",
        "exogenous",
        True,
        (5.2, 4.6, -2.1),
    ),
    "departures": (
        {
            "en": "Departures to the conflict zone",
            "fr": "Départs vers la zone de conflit",
            "nl": "Vertrekken naar het conflictgebied",
            "de": "Ausreisen in das Konfliktgebiet",
        },
        "persons",
        "flow_count",
        "fighters_out",
        "exogenous",
        True,
        (-1.4, -7.1, -4.0),
    ),
    "returns": (
        {
            "en": "Returns from the conflict zone in the period",
            "fr": "Retours de la zone de conflit sur la période",
            "nl": "Terugkeer uit het conflictgebied in de periode",
            "de": "Rückkehr aus dem Konfliktgebiet im Zeitraum",
        },
        "persons",
        "flow_count",
        "fighters_back",
        "exogenous",
        True,
        (-0.3, -2.0, -0.8),
    ),
    "investigations": (
        {
            "en": "Terrorism investigations opened by the federal prosecutor",
            "fr": "Dossiers de terrorisme ouverts par le parquet fédéral",
            "nl": "Door het federaal parket geopende terrorismedossiers",
            "de": "Von der Föderalstaatsanwaltschaft eröffnete Terrorismusverfahren",
        },
        "files",
        "flow_count",
        "judicial_opened",
        "effort_dependent",
        True,
        (2.9, 4.8, 1.2),
    ),
    "arrests": (
        {
            "en": "Arrests for terrorism",
            "fr": "Arrestations pour terrorisme",
            "nl": "Aanhoudingen wegens terrorisme",
            "de": "Festnahmen wegen Terrorismus",
        },
        "arrests",
        "flow_count",
        "judicial_opened",
        "effort_dependent",
        True,
        (0.2, 0.3, 0.1),
    ),
    "propaganda_items": (
        {
            "en": "Items of official propaganda, worldwide",
            "fr": "Productions de la propagande officielle, monde entier",
            "nl": "Uitingen van officiële propaganda, wereldwijd",
            "de": "Erzeugnisse der amtlichen Propaganda, weltweit",
        },
        "items",
        "flow_count",
        "propaganda",
        "exogenous",
        True,
        (-2.2, -4.9, -2.6),
    ),
    "in_theatre": (
        {
            "en": "Fighters in the conflict zone",
            "fr": "Combattants dans la zone de conflit",
            "nl": "Strijders in het conflictgebied",
            "de": "Kämpfer im Konfliktgebiet",
        },
        "persons",
        "stock",
        "fighters_stock",
        "exogenous",
        False,
        (0.0, 0.0, 0.0),
    ),
}
YEARLY = {
    "attacks_dated": [0, 1, 0, 3, 4, 2],
    "departures": [61, 92, 128, 71, 12, 4],
    "returns": [3, 14, 41, 28, 16, 9],
    "investigations": [74, 101, 195, 312, 340, 298],
    "arrests": [22, 31, 60, 79, 74, 70],
    "propaganda_items": [120, 340, 890, 1480, 1210, 610],
    "in_theatre": [20, 90, 210, 260, 240, 190],
}
DIRECTIONS = {
    "attacks_dated": ("cannot tell", "too_few_events"),
    "departures": ("waning", "settled"),
    "returns": ("waning", "settled"),
    "investigations": ("steady", "settled"),
    "arrests": ("steady", "settled"),
    "propaganda_items": ("waning", "settled"),
    "in_theatre": ("waning", "settled"),
}
PRIOR = (-3.9, -3.2, -4.8)
RELIABILITY = {
    "attacks": 0.9, "fighters_out": 0.6, "fighters_back": 0.5, "judicial_opened": 0.5,
    "propaganda": 0.3,
}  # fmt: skip
