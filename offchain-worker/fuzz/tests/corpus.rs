// SPDX-License-Identifier: Apache-2.0
//! What fuzzing has found and kept, and what it begins with, given to each parser again.

use salus_fuzz::{TARGETS, Target};
use std::{
	fs,
	path::{Path, PathBuf},
	thread,
};

/// As much stack as the threads have in which the programs read: tokio's.
const STACK: usize = 2 * 1024 * 1024;
const MAX_FILES: usize = 100;
const MAX_BYTES: u64 = 1024 * 1024;

fn corpus(name: &str) -> Vec<PathBuf> {
	let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(name);
	let files = fs::read_dir(folder).into_iter().flatten();
	files.filter_map(|file| Some(file.ok()?.path())).collect()
}

/// Gives bytes to a target, on a stack of the size that the programs have.
fn run(target: &'static Target, bytes: Vec<u8>) -> bool {
	let run = move || (target.run)(&bytes);
	let thread = thread::Builder::new().stack_size(STACK).spawn(run).expect("a thread starts");
	thread.join().unwrap_or_else(|_| panic!("{} panicked", target.name))
}

#[test]
fn whatever_was_found_is_refused_or_understood() {
	for target in TARGETS {
		for file in corpus(target.name) {
			println!("{}", file.display());
			run(target, fs::read(&file).expect("a file of the corpus can be read"));
		}
	}
}

#[test]
fn every_target_understands_its_seeds() {
	for target in TARGETS {
		for (index, seed) in (target.seeds)().into_iter().enumerate() {
			assert!(run(target, seed), "{}: seed {index} is not understood", target.name);
		}
	}
}

#[test]
fn nothing_and_a_cut_seed_are_refused_or_understood() {
	for target in TARGETS {
		run(target, Vec::new());
		for seed in (target.seeds)() {
			for cut in [1, seed.len() / 2, seed.len().saturating_sub(1)] {
				run(target, seed.iter().take(cut).copied().collect());
			}
		}
	}
}

#[test]
fn the_corpus_is_small_and_of_known_targets() {
	let folders = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus"));
	let names = folders
		.expect("there is a corpus")
		.map(|folder| folder.unwrap().file_name().into_string().unwrap());
	let mut bytes = 0;
	for name in names {
		assert!(salus_fuzz::target(&name).is_some(), "{name} is not a target");
		let files = corpus(&name);
		assert!(files.len() <= MAX_FILES, "{name} has {} files", files.len());
		bytes += files.iter().map(|file| fs::metadata(file).unwrap().len()).sum::<u64>();
	}
	assert!(bytes <= MAX_BYTES, "the corpus has {bytes} bytes");
}
