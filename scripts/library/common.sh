# Sourced by every script: where things are, and how a script speaks. Not run by itself.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
# One cache outside the clone, so that a second clone, or CI, compiles only what differs.
cache="${SALUS_CACHE:-$HOME/.cache/salus}"
target="${CARGO_TARGET_DIR:-$cache/target}"
chain_target="$target/chain"
worker_target="$target/worker"
bin_chain="$chain_target/release"
bin_worker="$worker_target/release"
wasm_toolchain_dir="$cache/wasm-toolchain"
onnxruntime_dir="$cache/onnxruntime"
python_dir="$cache/python"
unset CARGO_TARGET_DIR

# rustup's own target where it has one, else the toolchain that setup makes of Debian's packages.
if [ -d "$wasm_toolchain_dir/bin" ]; then export WASM_BUILD_TOOLCHAIN=salus-wasm; fi
# The WASM is built of the locked dependencies: its builder can't find the lock from a shared target folder.
export WASM_BUILD_WORKSPACE_HINT="$root"
# It keeps a data base of its use in the home folder else.
export ORT_DISABLE_TELEMETRY=1
export ORT_DYLIB_PATH="${ORT_DYLIB_PATH:-$onnxruntime_dir/libonnxruntime.so}"

if [ -t 1 ]; then bold=$'\e[1m' green=$'\e[32m' red=$'\e[31m' plain=$'\e[0m'; else bold='' green='' red='' plain=''; fi
say() { printf '%s\n' "$*"; }
step() { printf '%s==> %s%s\n' "$bold" "$*" "$plain"; }
fail() { printf '%serror:%s %s\n' "$red" "$plain" "$*" >&2; exit 1; }
