"""`bansou certify`: a certification policy evaluated on a file, without a database."""

from pathlib import Path

import click

from certification.policies.files import evaluations_csv, read_metrics, read_policy
from portal.commands import tell
from portal.tables.reading import read_table
from portal.tables.saving import write_whole


@click.command("certify")
@click.option("--policy", type=click.Path(path_type=Path), required=True, help="TOML.")
@click.option("--metrics", type=click.Path(path_type=Path), required=True, help="CSV or XLSX.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="CSV.")
def certify(policy: Path, metrics: Path, out: Path) -> None:
    """Evaluate a certification policy on a file of metrics."""
    table = read_table(metrics)
    rules = read_policy(policy, table)
    firms, warnings = read_metrics(table, rules)
    write_whole(out, evaluations_csv(rules, firms))
    tell(warnings)
