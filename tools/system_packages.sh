#!/bin/sh
# Installs what Debian 12 has to bring; quick and silent when all of it is there.
#   tools/system_packages.sh runtime   what the software needs
#   tools/system_packages.sh test      what its tests need besides
#   tools/system_packages.sh bench     what the benchmarks need besides
set -eu

packages="python3-venv fontconfig libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk"
if [ "${1:-runtime}" = test ]; then
    packages="$packages postgresql chromium poppler-utils qpdf libatomic1 fonts-lxgw-wenkai fonts-dejavu-core"
    packages="$packages libreoffice-writer-nogui libreoffice-calc-nogui"
elif [ "${1:-runtime}" = bench ]; then
    packages="$packages fonts-lxgw-wenkai postgresql"
fi

if ! command -v dpkg-query >/dev/null; then
    echo "This is not Debian. Please install the counterparts of: $packages" >&2
    exit 0
fi

missing=""
for package in $packages; do
    state=$(dpkg-query -W -f '${Status}' "$package" 2>/dev/null || true)
    [ "$state" = "install ok installed" ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

as_root=""
if [ "$(id -u)" != 0 ]; then
    if ! command -v sudo >/dev/null; then
        echo "Please install as root: apt-get install$missing" >&2
        exit 1
    fi
    as_root=sudo
fi
echo "Installing$missing"
$as_root apt-get update -qq
DEBIAN_FRONTEND=noninteractive $as_root apt-get install -qq -y --no-install-recommends $missing >/dev/null
