// SPDX-License-Identifier: Apache-2.0
//! Builds the runtime's WASM beside its native code; `SKIP_WASM_BUILD=1` leaves it out.

#[cfg(feature = "std")]
fn main() {
	let builder = substrate_wasm_builder::WasmBuilder::init_with_defaults();
	// Offline signers show amounts by them.
	#[cfg(feature = "metadata-hash")]
	let builder = builder
		.enable_metadata_hash(salus_primitives::TOKEN_SYMBOL, salus_primitives::TOKEN_DECIMALS);
	// Under a name of its own: in a shared target folder it would be taken for the other.
	#[cfg(feature = "rehearsal")]
	let builder = builder.set_file_name("rehearsal_binary.rs");
	builder.build();
}

#[cfg(not(feature = "std"))]
fn main() {}
