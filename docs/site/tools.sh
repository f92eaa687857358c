# SPDX-License-Identifier: Apache-2.0
# Sourced by docs/build, docs/check and infra/local/console/run.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

# A venv with what a file of requirements lists.
make_venv() {
  python3 -m venv "$1" && "$1/bin/pip" install --quiet --disable-pip-version-check --no-deps --requirement "$2"
}

digest_of() {
  python3 -c 'import hashlib, sys; print(hashlib.sha256(open(sys.argv[1], "rb").read()).hexdigest())' "$1"
}

# Unpacks packages of npm into .venv/site/npm/NAME, without what they depend on: their bundles stand alone.
fetch_from_npm() {
  local name package digest folder
  for name in "$@"; do
    read -r package digest < <(grep "^$name@" "$root/docs/site/npm.txt")
    folder=$root/.venv/site/npm/$name
    if [[ $(cat "$folder/.package" 2>/dev/null) != "$package" ]]; then
      rm -rf "$folder"
      mkdir -p "$folder"
      (cd "$folder" && npm pack --silent "$package" >/dev/null && [[ $(digest_of ./*.tgz) == "$digest" ]] &&
        tar --extract --gzip --strip-components 1 --file ./*.tgz && rm ./*.tgz) || return 1
      echo "$package" >"$folder/.package"
    fi
  done
}
