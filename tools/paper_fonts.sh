#!/bin/sh
# Installs free fonts for the papers; quick and silent when they are there.
#   FandolFang (仿宋) for text, FandolSong Bold in the place of 小标宋, FandolHei (黑体) for headings
# Debian has them in texlive-lang-chinese, which pulls 22 packages; so it is fetched and not installed,
# and three of its files are kept. Without them the papers are set in Noto Serif CJK SC.
set -eu

package=texlive-lang-chinese
faces="FandolFang:style=Regular FandolSong:style=Bold FandolHei:style=Regular"
files="FandolFang-Regular.otf FandolSong-Bold.otf FandolHei-Regular.otf"

all_there() {
    for face in $faces; do
        [ -n "$(fc-list "$face" family)" ] || return 1
    done
}

go_without() {
    echo "$1 The papers will be set in Noto Serif CJK SC. For 仿宋 and 小标宋 put $files" >&2
    echo "(https://ctan.org/pkg/fandol) into a folder of fontconfig and run fc-cache." >&2
    exit 0
}

command -v fc-list >/dev/null || go_without "fontconfig is not installed."
if all_there; then exit 0; fi
command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null || go_without "This is not Debian."

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT INT TERM
if [ "$(id -u)" = 0 ]; then
    target=/usr/local/share/fonts/volunteer-reports
    # apt downloads as its own user, who must be able to write here.
    if id _apt >/dev/null 2>&1; then chown _apt "$folder"; fi
    if [ -z "$(apt-cache search --names-only "^$package\$")" ]; then apt-get update -qq || true; fi
else
    target=${XDG_DATA_HOME:-$HOME/.local/share}/fonts/volunteer-reports
fi

echo "Fetching free fonts for the papers from $package (49 MB, once)"
(cd "$folder" && apt-get download -qq "$package") ||
    go_without "$package cannot be fetched; try again later, or run apt-get update as root first."
dpkg-deb -x "$folder/$package"_*.deb "$folder/x"
mkdir -p "$target"
for file in $files; do
    install -m 644 "$(find "$folder/x" -name "$file" | head -n 1)" "$target/$file"
done
fc-cache "$target"
all_there || go_without "fontconfig does not find what was put into $target."
