# SPDX-License-Identifier: Apache-2.0
"""Makes one site of what lies in docs and beside it; mkdocs calls these functions.

Pages stay where they are useful without a site, and their links are those that GitHub follows. Here a link to another page of the
site leads to that page, and a link to any other file of the repository to a copy of it.
"""

import json
import os
import re
from pathlib import Path

import yaml
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
SCRIPTS = ROOT / ".venv/site/scripts"
BESIDE = ("CHANGELOG.md", "CONTRIBUTING.md", "RATIONALE.md", "SECURITY.md")

LISTING = re.compile(r"(^ *```.*?^ *```$)", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[([^]\[]*)\]\((?!\w+:|#)([^)\s#]*)(#[^)\s]*)?\)")
TABS = re.compile(r"^<!-- tabs -->\n(.*?)^<!-- /tabs -->$", re.MULTILINE | re.DOTALL)
TAB = re.compile(r"^#### (.+)\n", re.MULTILINE)

REDOC = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>zaqar-lambda: API</title>
<style>body {{ margin: 0 }} nav {{ font: 14px sans-serif; padding: 8px 16px }}</style>
</head>
<body>
<nav><a href="../index.html">zaqar-lambda</a></nav>
<main id="redoc"></main>
<script src="../scripts/redoc.standalone.js"></script>
<script>Redoc.init({document}, {{disableSearch: false, hideLoading: true}}, document.getElementById("redoc"))</script>
</body>
</html>
"""


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Adds the pages that lie beside docs, the scripts of the pages, and the description of the API."""
    for page in (*(ROOT / name for name in BESIDE), *(ROOT / "infra").glob("*.md")):
        files.append(File.generated(config, str(page.relative_to(ROOT)), abs_src_path=str(page)))
    for script in SCRIPTS.glob("*.js"):
        files.append(File.generated(config, f"scripts/{script.name}", abs_src_path=str(script)))
    description = yaml.safe_load((ROOT / "infra/openapi.yaml").read_text(encoding="utf-8"))
    document = json.dumps(description, default=str).replace("</", "<\\/")
    files.append(File.generated(config, "api/index.html", content=REDOC.format(document=document)))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Leads links to pages and copies, and makes tabs of headings between two comments."""
    source = Path(page.file.abs_src_path)

    def lead(link: re.Match[str]) -> str:
        text, path, anchor = link[1], link[2], link[3] or ""
        target = Path(os.path.normpath(source.parent / path)) if path else source
        if target.is_dir():
            return text
        if not target.is_file():
            return link[0]
        name = str(target.relative_to(DOCS if target.is_relative_to(DOCS) else ROOT))
        if target == ROOT / "README.md":
            name, anchor = "index.md", ""
        elif files.get_file_from_path(name) is None:
            name = f"files/{target.relative_to(ROOT)}"
            if files.get_file_from_path(name) is None:
                files.append(File.generated(config, name, abs_src_path=str(target)))
        return f"[{text}]({os.path.relpath(name, os.path.dirname(page.file.src_uri) or '.')}{anchor})"

    parts = LISTING.split(markdown)
    parts[::2] = [LINK.sub(lead, part) for part in parts[::2]]
    return TABS.sub(tabs, "".join(parts))


def tabs(found: re.Match[str]) -> str:
    """Each heading of the fourth order, with what is below it, as a tab."""
    _, *pieces = TAB.split(found[1])
    return "\n".join(
        f'=== "{title}"\n\n' + "".join(f"    {line}\n" if line else "\n" for line in text.strip().split("\n"))
        for title, text in zip(pieces[::2], pieces[1::2], strict=True)
    )


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """The theme would load from elsewhere what lets a page search that was opened as a file."""
    up = os.path.relpath(".", os.path.dirname(page.url) or ".")
    return output.replace("https://unpkg.com/iframe-worker/shim", f"{up}/scripts/iframe-worker.js")


def on_post_template(output: str, template_name: str, config: MkDocsConfig) -> str:
    """The same for the page of what is not there, which nobody opens as a file."""
    return output.replace("https://unpkg.com/iframe-worker/shim", "scripts/iframe-worker.js")


def on_post_build(config: MkDocsConfig) -> None:
    """Nor may it load other scripts from there; the one for diagrams is loaded before."""
    for script in Path(config.site_dir, "assets/javascripts").glob("bundle.*.js"):
        text = script.read_text(encoding="utf-8")
        script.write_text(re.sub(r"https://unpkg\.com/[\w.@/-]+", "", text), encoding="utf-8")
