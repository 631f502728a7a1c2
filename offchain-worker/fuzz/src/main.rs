//! The program that libFuzzer drives, with the target that `SALUS_FUZZ_TARGET` names.
//!
//! With `SALUS_FUZZ_SEEDS` it writes the target's seeds into that folder and ends.
#![no_main]

use salus_fuzz::Target;
use std::{
	alloc::{GlobalAlloc, Layout, System},
	path::Path,
	process::exit,
	sync::{
		OnceLock,
		atomic::{AtomicUsize, Ordering::Relaxed},
	},
};

/// The most that an input may make a parser hold, in bytes: a stated length must not be believed.
const MAX_HELD: usize = 256 * 1024 * 1024;

static TARGET: OnceLock<&'static Target> = OnceLock::new();

/// The system's allocator, with a count of what is held.
struct Counting;

static HELD: AtomicUsize = AtomicUsize::new(0);

impl Counting {
	fn take(size: usize) {
		if HELD.fetch_add(size, Relaxed).saturating_add(size) > MAX_HELD {
			HELD.store(0, Relaxed);
			panic!(
				"the input made the parser ask for {size} bytes, with which it would hold over {MAX_HELD}"
			);
		}
	}
}

// SAFETY: each call is handed to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
	unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
		Self::take(layout.size());
		unsafe { System.alloc(layout) }
	}

	unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
		Self::take(layout.size());
		unsafe { System.alloc_zeroed(layout) }
	}

	unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
		HELD.fetch_sub(layout.size(), Relaxed);
		unsafe { System.dealloc(block, layout) }
	}

	unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
		Self::take(size);
		HELD.fetch_sub(layout.size(), Relaxed);
		unsafe { System.realloc(block, layout, size) }
	}
}

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
		for (place, seed) in (target.seeds)().iter().enumerate() {
			let file = Path::new(&folder).join(format!("seed-{place:02}"));
			std::fs::write(file, seed).expect("a seed can be written");
		}
		exit(0);
	}
	// A panic is a finding, even one that somebody would catch.
	let report = std::panic::take_hook();
	std::panic::set_hook(Box::new(move |panic| {
		report(panic);
		std::process::abort();
	}));
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
