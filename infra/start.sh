# SPDX-License-Identifier: Apache-2.0
# Sourced by the start scripts in the folders beside it. They set, relative to the root,
#   module   what to build and to run
#   sources  what it is built from; if any of that has changed, it is built first
#   results  what must be there when it is built
#   training  (if the program is worth it) the class whose run is recorded for an ahead-of-time cache
#   options  (if it has any) of Java for the program, and for its recording
# and call: start MAIN-CLASS ARGUMENTS

release=25
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd) || exit 1

fail() {
  printf 'zaqar: %s\n' "$*" >&2
  exit 1
}

is_right_jdk() {
  [ -x "$1/bin/javac" ] && grep -q "^JAVA_VERSION=\"$release[.\"]" "$1/release" 2>/dev/null
}

find_jdk() {
  local found jdk
  found=$(command -v javac 2>/dev/null) && found=$(readlink -f "$found" 2>/dev/null)
  for jdk in "${JAVA_HOME:-}" "${found%/bin/javac}" \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    if is_right_jdk "$jdk"; then
      printf '%s\n' "$jdk"
      return 0
    fi
  done
  return 1
}

has_results() {
  local result
  for result in "${results[@]}"; do
    [ -e "$result" ] || return 1
  done
}

wants_help() {
  local argument
  for argument; do
    [ "$argument" != --help ] || return 0
  done
  return 1
}

is_built() {
  { [ -e "$stamp" ] && has_results; } || return 1
  [ -z "$(find pom.xml "${sources[@]}" -newer "$stamp" -print 2>/dev/null)" ]
}

# Maven's output, in short: what is built, how much came over the network, and what went wrong.
shorten() {
  local line downloads=0
  while IFS= read -r line; do
    case $line in
      *'Downloaded from'*)
        downloads=$((downloads + 1))
        [ $((downloads % 25)) -ne 0 ] || printf '  %s files downloaded\n' "$downloads"
        ;;
      *'[INFO] Building zaqar-lambda'*) printf '  %s\n' "${line#*INFO] }" ;;
      *'[ERROR]'*) printf '  %s\n' "$line" ;;
    esac
  done
}

build() {
  command -v mvn >/dev/null 2>&1 || fail 'Maven is needed to build: no mvn on the PATH'
  printf 'Building (the first time Maven downloads what it needs, which takes minutes) ...\n'
  mkdir -p "$module/target" || exit 1
  rm -rf "$stamp" "$module/target/lib"
  # Read before the build, so that what is saved during it counts as newer.
  touch "$stamp.next"
  (
    set -o pipefail
    JAVA_HOME=$jdk mvn -B -pl "$module" -am package \
      -Dmaven.test.skip -Dspotless.check.skip -Djacoco.skip -Denforcer.skip -Dassembly.skipAssembly \
      2>&1 | tee "$module/target/run.log" | shorten
  ) || fail "the build failed; all of Maven's words are in $root/$module/target/run.log"
  mv "$stamp.next" "$stamp"
}

# A cache is good for the very files that it was recorded with, which the build of another program may have written anew.
is_trained() {
  [ -e "$cache" ] && [ -z "$(find "${results[@]}" -newer "$cache" -print 2>/dev/null)" ]
}

# Records what a run loads and links: the next ones start in less than half the time. What is recorded as busy is compiled at each start. With C2
# that takes more of the processor than all the rest, so the training run stops before it. With C1's first level alone Java would take
# what is busy for trivial, and never give it to C2 again. A run that fails leaves an empty cache, which is not used.
train() {
  local recorded=$cache.$$
  printf 'Recording a start, so that the next ones are quick ...\n'
  (exec_java -XX:TieredStopAtLevel=3 -XX:AOTCacheOutput="$recorded" "$training" >>"$module/target/run.log" 2>&1) || rm -f "$recorded"
  [ -e "$recorded" ] || : >"$recorded"
  mv -f "$recorded" "$cache"
}

exec_java() {
  exec "$jdk/bin/java" --sun-misc-unsafe-memory-access=allow -Dzaqar.root="$root" ${options[@]+"${options[@]}"} \
    -cp "$root/$module/target/${module##*/}.jar:$root/$module/target/lib/*" "$@"
}

# Leaves the caller in the folder that he started from: relative paths are his.
start() {
  local from=$PWD main=$1 stamp=$module/target/run.built cache=$module/target/run.aot jdk
  shift
  jdk=$(find_jdk) || fail "a JDK $release is needed: none in JAVA_HOME, on the PATH, or in the usual folders"
  cd "$root" || exit 1
  # Help is there at once, if there is anything to ask.
  if ! wants_help "$@" || ! has_results; then
    is_built || build
    [ -z "${training:-}" ] || is_trained || train
  fi
  set -- "$main" "$@"
  [ ! -s "$cache" ] || set -- -XX:AOTCache="$root/$cache" '-Xlog:aot*=off' "$@"
  cd "$from" || exit 1
  exec_java "$@"
}
