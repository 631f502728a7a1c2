// SPDX-License-Identifier: Apache-2.0
//! Gives each parser changed copies of its seeds and of the corpus: a second each, or `SALUS_FUZZ_SECONDS`.
//!
//! No coverage guides it, so that nothing is compiled for it but this; `scripts/fuzz` has libFuzzer. The changes are
//! drawn alike each time.

use salus_fuzz::{
	TARGETS, Target,
	held::{Counting, abort_on_panic},
};
use std::{
	fs::{self, File},
	os::unix::fs::FileExt,
	path::Path,
	sync::{
		Arc,
		atomic::{AtomicU64, Ordering::Relaxed},
	},
	thread,
	time::{Duration, Instant},
};

/// As much stack as the threads have in which the programs read: tokio's.
const STACK: usize = 2 * 1024 * 1024;
/// The most that one input may take, as libFuzzer is told.
const MAX_MILLISECONDS: u64 = 10_000;
const MAX_LENGTH: usize = 32 * 1024;
/// The most bytes that one change moves.
const MAX_MOVED: usize = 64;
/// Bytes at which integers, lengths and texts end.
const EDGES: &[u8] = &[0x00, 0x01, 0x7f, 0x80, 0xfe, 0xff, b'"', b'\\', b'{', b'[', b'-', b'9'];

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Marsaglia's xorshift: from one seed, one row of numbers.
struct Draw(u64);

impl Draw {
	/// Below a limit; 0 if that is 0.
	fn below(&mut self, limit: usize) -> usize {
		self.0 ^= self.0 << 13;
		self.0 ^= self.0 >> 7;
		self.0 ^= self.0 << 17;
		((self.0 >> 16) as usize).checked_rem(limit).unwrap_or(0)
	}

	/// Some bytes that lie beside each other.
	fn part<'a>(&mut self, bytes: &'a [u8]) -> &'a [u8] {
		let begin = self.below(bytes.len());
		let length = self.below((bytes.len() - begin).min(MAX_MOVED) + 1);
		&bytes[begin..begin + length]
	}

	/// Changes an input once: a bit, a byte, a part left out, doubled, or taken from another input.
	fn change(&mut self, bytes: &mut Vec<u8>, other: &[u8]) {
		let index = self.below(bytes.len());
		let length = self.below((bytes.len() - index).min(MAX_MOVED) + 1);
		match self.below(7) {
			0 if !bytes.is_empty() => bytes[index] ^= 1 << self.below(8),
			1 if !bytes.is_empty() => bytes[index] = EDGES[self.below(EDGES.len())],
			2 => bytes.insert(index, EDGES[self.below(EDGES.len())]),
			3 => drop(bytes.drain(index..index + length)),
			4 => {
				let doubled = bytes[index..index + length].to_vec();
				bytes.splice(index..index, doubled);
			}
			5 => {
				bytes.splice(index..index, self.part(other).iter().copied());
			}
			_ => {
				bytes.splice(index..index + length, self.part(other).iter().copied());
			}
		}
	}
}

/// The seeds and the corpus, in one order everywhere.
fn inputs(target: &Target) -> Vec<Vec<u8>> {
	let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(target.name);
	let files = fs::read_dir(folder).into_iter().flatten();
	let mut paths: Vec<_> = files.map(|file| file.expect("a folder can be read").path()).collect();
	paths.sort();
	let kept = paths.iter().map(|path| fs::read(path).expect("a file of the corpus can be read"));
	(target.seeds)().into_iter().chain(kept).collect()
}

/// How long to go on, from the environment.
fn seconds() -> u64 {
	std::env::var("SALUS_FUZZ_SECONDS").map_or(1, |text| text.parse().expect("a number of seconds"))
}

/// Draws inputs and tries each, until time is over. What is being tried stands in the file.
fn try_inputs(target: &Target, file: &File, began: Instant, at: &AtomicU64) -> usize {
	let inputs = inputs(target);
	let until = began.elapsed() + Duration::from_secs(seconds());
	let (mut draw, mut count) = (Draw(0x5a17_0000_0000_0001), 0);
	while began.elapsed() < until {
		let mut bytes = inputs[draw.below(inputs.len())].clone();
		for _ in 0..=draw.below(4) {
			let other = draw.below(inputs.len());
			draw.change(&mut bytes, &inputs[other]);
		}
		bytes.truncate(MAX_LENGTH);
		file.write_all_at(&bytes, 0).expect("an input can be written");
		file.set_len(bytes.len() as u64).expect("an input can be written");
		at.store(began.elapsed().as_millis() as u64, Relaxed);
		(target.run)(&bytes);
		count += 1;
	}
	count
}

/// Tries a target on a stack of the size that the programs have, and sees that no input takes too long.
fn mutate(name: &'static str) {
	abort_on_panic();
	let target = salus_fuzz::target(name).expect("there is such a target");
	let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("mutated-{name}"));
	println!("should it fail: scripts/fuzz --reproduce {name} {}", path.display());
	let file = File::create(&path).expect("a file can be made");
	let (began, at) = (Instant::now(), Arc::new(AtomicU64::new(0)));
	let of_thread = at.clone();
	let thread = thread::Builder::new()
		.stack_size(STACK)
		.spawn(move || try_inputs(target, &file, began, &of_thread))
		.expect("a thread starts");
	while !thread.is_finished() {
		thread::sleep(Duration::from_millis(20));
		let took = (began.elapsed().as_millis() as u64).saturating_sub(at.load(Relaxed));
		assert!(took < MAX_MILLISECONDS, "{name}: an input took {took} ms");
	}
	let count = thread.join().expect("a panic ends the process");
	println!("{name}: {count} inputs");
	assert!(count > 0, "{name} was given nothing");
}

macro_rules! tests {
	($($test:ident => $name:literal),* $(,)?) => {
		$(
			#[test]
			fn $test() {
				mutate($name);
			}
		)*

		const TRIED: &[&str] = &[$($name),*];
	};
}

tests! {
	documents => "documents",
	cards => "cards",
	jobs => "jobs",
	claims => "claims",
	results => "results",
	json_rpc => "json-rpc",
	json_answers => "json-answers",
	scale => "scale",
	dag_pb => "dag-pb",
	cids => "cids",
	ciphertexts => "ciphertexts",
	keystores => "keystores",
	registrations => "registrations",
	times => "times",
}

#[test]
fn every_target_is_tried() {
	let targets: Vec<&str> = TARGETS.iter().map(|target| target.name).collect();
	assert_eq!(targets, TRIED);
}
