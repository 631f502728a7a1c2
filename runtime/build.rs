// SPDX-License-Identifier: Apache-2.0
//! Builds the runtime's WASM beside its native code; `SKIP_WASM_BUILD=1` leaves it out.

#[cfg(feature = "wasm")]
fn main() {
	// The builder gives the WASM every feature that it finds here but `std`: this one would give it `std`, too.
	#[allow(unsafe_code, reason = "no other thread runs yet")]
	unsafe {
		std::env::remove_var("CARGO_FEATURE_WASM");
	}
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

#[cfg(not(feature = "wasm"))]
fn main() {}
