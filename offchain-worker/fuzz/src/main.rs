// SPDX-License-Identifier: Apache-2.0
//! The program that libFuzzer drives, with the target that `SALUS_FUZZ_TARGET` names.
//!
//! With `SALUS_FUZZ_SEEDS` it writes the target's seeds into that folder and ends.
#![no_main]

use salus_fuzz::{
	Target,
	held::{Counting, abort_on_panic},
};
use std::{path::Path, process::exit, sync::OnceLock};

static TARGET: OnceLock<&'static Target> = OnceLock::new();

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// libFuzzer calls it once, before the first input.
#[unsafe(no_mangle)]
extern "C" fn LLVMFuzzerInitialize(_count: *const i32, _arguments: *const *const *const u8) -> i32 {
	let name = std::env::var("SALUS_FUZZ_TARGET").unwrap_or_default();
	let Some(target) = salus_fuzz::target(&name) else {
		let names: Vec<&str> = salus_fuzz::TARGETS.iter().map(|target| target.name).collect();
		eprintln!("SALUS_FUZZ_TARGET must be one of: {}", names.join(" "));
		exit(1)
	};
	if let Some(folder) = std::env::var_os("SALUS_FUZZ_SEEDS") {
		for (index, seed) in (target.seeds)().iter().enumerate() {
			let file = Path::new(&folder).join(format!("seed-{index:02}"));
			std::fs::write(file, seed).expect("a seed can be written");
		}
		exit(0);
	}
	abort_on_panic();
	TARGET.get_or_init(|| target);
	0
}

/// libFuzzer calls it with each input.
///
/// # Safety
///
/// `bytes` must lead to `length` bytes.
#[unsafe(no_mangle)]
unsafe extern "C" fn LLVMFuzzerTestOneInput(bytes: *const u8, length: usize) -> i32 {
	// SAFETY: libFuzzer's promise; of nothing the address may be null.
	let bytes = match length {
		0 => &[],
		_ => unsafe { std::slice::from_raw_parts(bytes, length) },
	};
	if let Some(target) = TARGET.get() {
		(target.run)(bytes);
	}
	0
}
