"""Reports: a page first, then the same page on paper, composed of the sections that rooms bring.

A room adds a part by a `ReportSection` in its `Feature`: `report` names the kind ("partner"), `order` its place
among the sections, `collect(subject, month)` gives the values (None leaves the section out) and `template` sets
them, found there under the name `values`. The report's session sees nothing but the firm that it is about, whoever
prints it; `month` is the first day of the month, and figures are as of its end, or of today while it lasts.

Orders in use for "partner": 0 the line below the title, 10 summary and key figures, 20 charts and their data,
40 phases and capacity, 50 running customers, 90 definitions. Certification and training stand well at 45 and 60.
On paper nothing is fetched and no link leads anywhere: charts are drawn in place, each with its data in a table.
"""
