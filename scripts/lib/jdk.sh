# Finds a JDK 21 or newer and exports JAVA_HOME; sourced by the other scripts.
# A machine's default may be older while a newer one lies beside it.

jdk_major() { # $1: a JDK's home; prints its major version, nothing when it is not a JDK
  [ -x "$1/bin/javac" ] || return 0
  "$1/bin/javac" -version 2>&1 | sed -nE 's/^javac ([0-9]+).*/\1/p'
}

find_jdk() {
  local candidate major best="" best_major=0
  if [ -n "${JAVA_HOME:-}" ]; then
    major=$(jdk_major "$JAVA_HOME")
    [ "${major:-0}" -ge 21 ] && return 0
  fi
  local on_path
  on_path=$(command -v javac 2>/dev/null) && on_path=$(dirname "$(dirname "$(readlink -f "$on_path")")")
  for candidate in "$on_path" /usr/lib/jvm/* /opt/java/* /opt/jdk* "$HOME"/.sdkman/candidates/java/* \
    "$HOME"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    [ -n "$candidate" ] || continue
    major=$(jdk_major "$candidate")
    if [ "${major:-0}" -ge 21 ] && [ "$major" -gt "$best_major" ]; then
      best=$candidate best_major=$major
    fi
  done
  if [ -z "$best" ]; then
    echo "Yihuyima needs a JDK 21 or newer (javac included): install one, or set JAVA_HOME to it." >&2
    exit 1
  fi
  export JAVA_HOME=$best
}

need() { # $1: command, $2: what it is
  command -v "$1" >/dev/null 2>&1 || { echo "Yihuyima needs $2 ($1), which is not on the PATH." >&2; exit 1; }
}

find_jdk
export PATH="$JAVA_HOME/bin:$PATH"
