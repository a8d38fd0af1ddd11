"""`bansou certify`: a certification policy evaluated on a file, without a database."""

from pathlib import Path

import click
from flask_babel import lazy_gettext as _l

from certification.policies.files import evaluations_csv, read_metrics, read_policy
from portal.command_line import tell, write_whole, wrong_input_refused
from portal.tables.reading import read_table


@click.command(help=str(_l("Evaluate a certification policy on a file of metrics.")))
@click.option("--policy", type=click.Path(path_type=Path), required=True, help="TOML.")
@click.option("--metrics", type=click.Path(path_type=Path), required=True, help="CSV or XLSX.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="CSV.")
def certify(policy: Path, metrics: Path, out: Path) -> None:
    """Read, evaluate, write."""
    with wrong_input_refused():
        table = read_table(metrics)
        rules = read_policy(policy, table)
        firms, warnings = read_metrics(table, rules)
        write_whole(out, evaluations_csv(rules, firms))
        tell(warnings)
