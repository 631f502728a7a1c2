# SPDX-License-Identifier: Apache-2.0
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

# The compiler that rust-toolchain.toml names. Where rustup has the same one as `stable` only, it would fetch it again,
# and fail where it can't: then that one is named. Asked in another folder, since in this it fetches even to answer.
rust_version="$(sed -n 's/^channel = "\(.*\)"/\1/p' "$root/rust-toolchain.toml")"
same_by_another_name() {
  cd / && command -v rustup && ! rustup toolchain list | grep "^$rust_version-" &&
    rustc --version | grep "^rustc $rust_version "
}
if [ -z "${RUSTUP_TOOLCHAIN:-}" ] && (same_by_another_name) >/dev/null 2>&1; then
  RUSTUP_TOOLCHAIN="$(cd / && rustup show active-toolchain | cut -d ' ' -f 1)"
  export RUSTUP_TOOLCHAIN
fi
# rustup's own target where it has one, else the toolchain that setup makes of Debian's packages.
if [ -d "$wasm_toolchain_dir/bin" ]; then export WASM_BUILD_TOOLCHAIN=salus-wasm; fi
# The WASM is built of the locked dependencies: its builder can't find the lock from a shared target folder.
export WASM_BUILD_WORKSPACE_HINT="$root"
# Runs cargo so that the runtime's WASM is the same wherever it is built. Cargo knows no change of a wrapper, but one of
# flags: so its checksum is among them. The seed is a macro's, which takes chance else.
reproducibly() {
  local wrapper="$root/scripts/library/runtime-crate"
  env -u WASM_BUILD_CARGO_ARGS -u WASM_BUILD_STD -u RUNTIME_METADATA_HASH \
    WASM_BUILD_RUSTFLAGS="--cfg runtime_crate_$(cksum <"$wrapper" | cut -d ' ' -f 1)" \
    RUSTC_WRAPPER="$wrapper" CONST_RANDOM_SEED=salus "$@"
}
# It keeps a data base of its use in the home folder else.
export ORT_DISABLE_TELEMETRY=1
export ORT_DYLIB_PATH="${ORT_DYLIB_PATH:-$onnxruntime_dir/libonnxruntime.so}"

if [ -t 1 ]; then bold=$'\e[1m' green=$'\e[32m' red=$'\e[31m' plain=$'\e[0m'; else bold='' green='' red='' plain=''; fi
say() { printf '%s\n' "$*"; }
step() { printf '%s==> %s%s\n' "$bold" "$*" "$plain"; }
fail() { printf '%serror:%s %s\n' "$red" "$plain" "$*" >&2; exit 1; }
