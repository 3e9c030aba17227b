# Finds a Chromium and a Chinese font and exports CHROMIUM; sourced by scripts/test. Installs both through the system's
# package manager where that is allowed (root on a Debian-like system); otherwise says exactly what is missing.

chromium_path() {
  local name
  for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable; do
    [ -n "$name" ] && command -v "$name" 2>/dev/null && return 0
  done
  return 1
}

has_chinese_font() {
  command -v fc-list >/dev/null 2>&1 && [ -n "$(fc-list :lang=zh-cn family 2>/dev/null | head -n 1)" ]
}

find_chromium() {
  local missing=()
  chromium_path >/dev/null || missing+=(chromium)
  has_chinese_font || missing+=(fonts-noto-cjk fontconfig)
  if [ "${#missing[@]}" -gt 0 ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "installing ${missing[*]} …"
    apt-get update -qq >/dev/null 2>&1 || true
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null || true
  fi
  if ! chromium_path >/dev/null; then
    echo "The browser tests need Chromium: install it (Debian: apt-get install chromium) or set CHROMIUM to its path." >&2
    exit 1
  fi
  if ! has_chinese_font; then
    echo "The browser tests need a Chinese font: install one (Debian: apt-get install fonts-noto-cjk fontconfig)." >&2
    exit 1
  fi
  CHROMIUM=$(chromium_path)
  export CHROMIUM
}
