//! Builds the runtime's WASM beside its native code; `SKIP_WASM_BUILD=1` leaves it out.

#[cfg(all(feature = "std", feature = "metadata-hash"))]
fn main() {
	substrate_wasm_builder::WasmBuilder::init_with_defaults()
		.enable_metadata_hash("SAL", 12)
		.build();
}

#[cfg(all(feature = "std", not(feature = "metadata-hash"), not(feature = "rehearsal")))]
fn main() {
	substrate_wasm_builder::WasmBuilder::build_using_defaults();
}

// Under a name of its own: in a shared target folder it would be taken for the other.
#[cfg(all(feature = "std", not(feature = "metadata-hash"), feature = "rehearsal"))]
fn main() {
	substrate_wasm_builder::WasmBuilder::init_with_defaults()
		.set_file_name("rehearsal_binary.rs")
		.build();
}

#[cfg(not(feature = "std"))]
fn main() {}
