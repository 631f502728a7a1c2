// SPDX-License-Identifier: Apache-2.0
//! The proof that calls record beside the one that they declare, in a state of many patients. What is declared is the
//! largest of a call's storage prefixes, not their sum, and the depth of each is a guess: neither shows in a small state.

mod cases;
mod patients;
mod roles;
mod staged;

use super::*;
use cases::Case;
use patients::SUBJECTS;
use std::{collections::BTreeSet, env, fs};

/// How many patients there are, unless `SALUS_PROOF_PATIENTS` says otherwise.
const PATIENTS: u32 = 100_000;
/// How many are put into the trie at once: the changes to it take more memory than what they come to.
const CHUNK: u32 = 10_000;
/// What records more than it declares, and is to be put right.
const KNOWN: &[&str] = &[];

/// What of the state must be proved.
struct Proof {
	/// The trie's nodes.
	nodes: BTreeSet<Vec<u8>>,
	/// How many bytes they take in compact form.
	compact: usize,
}

impl Proof {
	/// The bytes that it has more than another.
	fn beyond(&self, other: &Self) -> usize {
		self.nodes.difference(&other.nodes).map(Encode::encoded_size).sum()
	}
}

/// What a call declares, and what its proof takes.
struct Measured {
	case: Case,
	/// By how many bytes a block's proof grows with it.
	recorded: usize,
	/// What of them is recorded while it runs; the block's state root wants the rest.
	read: usize,
	/// By how many bytes the block's proof grows in compact form.
	compact: usize,
}

impl Measured {
	fn is_larger_than_declared(&self) -> bool {
		self.case.declared.is_some_and(|declared| self.recorded as u64 > declared.proof_size())
	}

	fn is_known(&self) -> bool {
		KNOWN.contains(&self.case.name)
	}

	/// What `scripts/bench proof` reads.
	fn to_json(&self) -> serde_json::Value {
		serde_json::json!({
			"call": self.case.name,
			"refTime": self.case.declared.map(|declared| declared.ref_time()),
			"declared": self.case.declared.map(|declared| declared.proof_size()),
			"recorded": self.recorded,
			"read": self.read,
			"compact": self.compact,
			"known": self.is_known(),
		})
	}
}

/// A state of so many patients, and what is measured in it.
fn state_of(patients: u32) -> (sp_io::TestExternalities, Vec<Case>) {
	let mut state = sp_io::TestExternalities::default();
	state.execute_with(|| {
		build_state::<RuntimeGenesisConfig>(genesis(DEV_RUNTIME_PRESET).to_string().into_bytes())
			.unwrap();
		open_block();
		roles::put();
	});
	let mut made = patients::Made::default();
	for first in (0..patients.max(SUBJECTS)).step_by(CHUNK as usize) {
		let last = patients.max(SUBJECTS).min(first + CHUNK);
		state.execute_with(|| (first..last).for_each(|number| patients::put(number, &mut made)));
		state.commit_all().unwrap();
	}
	let cases = state.execute_with(|| {
		patients::settle_accounts(&made);
		let scene = staged::put();
		System::reset_events();
		cases::all(&scene)
	});
	state.commit_all().unwrap();
	(state, cases)
}

/// A block as it is when a transaction's call comes to run: what its inherents and the transaction's extensions have
/// written is proved already.
fn open_next_block(signer: Option<&AccountId>) {
	let number = System::block_number() + 1;
	System::initialize(&number, &System::parent_hash(), &Digest::default());
	System::reset_events();
	pass(SLOT_DURATION);
	note_relay_block();
	if let Some(signer) = signer {
		System::inc_account_nonce(signer);
	}
}

fn state_root() -> Vec<u8> {
	sp_io::storage::root(crate::VERSION.state_version())
}

/// What a block must prove for this; nothing of it stays.
fn prove<R>(
	state: &mut sp_io::TestExternalities,
	signer: Option<&AccountId>,
	run: impl FnOnce() -> R,
) -> (R, Proof) {
	state.reset_overlay();
	state.execute_with(|| open_next_block(signer));
	let root = *state.backend.root();
	let (outcome, proof) = state.execute_and_prove(run);
	let compact = proof.clone().encoded_compact_size::<sp_core::Blake2Hasher>(root).unwrap();
	(outcome, Proof { nodes: proof.into_nodes(), compact })
}

fn measure(state: &mut sp_io::TestExternalities, case: Case) -> Measured {
	let signer = case.signer.as_ref();
	let (_, idle) = prove(state, signer, state_root);
	let (outcome, running) = prove(state, signer, || (case.run)());
	assert_eq!(outcome, Ok(()), "{}", case.name);
	let (outcome, whole) = prove(state, signer, || {
		let outcome = (case.run)();
		state_root();
		outcome
	});
	assert_eq!(outcome, Ok(()), "{}", case.name);
	Measured {
		recorded: whole.beyond(&idle),
		read: running.beyond(&idle),
		compact: whole.compact.saturating_sub(idle.compact),
		case,
	}
}

fn measure_all(patients: u32) -> Vec<Measured> {
	let (mut state, cases) = state_of(patients);
	cases.into_iter().map(|case| measure(&mut state, case)).collect()
}

fn print(measured: &[Measured]) {
	let row = |cells: [String; 6]| {
		let [call, declared, recorded, read, compact, ratio] = cells;
		println!("{call:<44} {declared:>9} {recorded:>9} {read:>9} {compact:>9} {ratio:>6}");
	};
	row(["call", "declared", "recorded", "read", "compact", "ratio"].map(String::from));
	for Measured { case, recorded, read, compact } in measured {
		let declared = case.declared.map(|declared| declared.proof_size());
		let ratio = declared.map(|declared| format!("{:.3}", *recorded as f64 / declared as f64));
		row([
			case.name.to_string(),
			declared.map_or_else(String::new, |declared| declared.to_string()),
			recorded.to_string(),
			read.to_string(),
			compact.to_string(),
			ratio.unwrap_or_default(),
		]);
	}
}

#[test]
#[ignore = "a large state: scripts/bench proof runs it"]
fn no_call_records_more_proof_than_it_declares() {
	let patients =
		env::var("SALUS_PROOF_PATIENTS").map_or(PATIENTS, |count| count.parse().unwrap());
	let measured = measure_all(patients);
	print(&measured);
	if let Ok(path) = env::var("SALUS_PROOF_FIGURES") {
		let figures: serde_json::Value = measured.iter().map(Measured::to_json).collect();
		fs::write(path, figures.to_string()).unwrap();
	}
	let larger: Vec<_> = measured
		.iter()
		.filter(|measured| measured.is_larger_than_declared() && !measured.is_known())
		.map(|measured| measured.case.name)
		.collect();
	assert!(larger.is_empty(), "more recorded than declared: {}", larger.join(", "));
}

/// Of as few patients as there can be, so that what is measured in is what calls could have made of it.
#[test]
fn the_state_that_proofs_are_measured_in_is_sound() {
	let (mut state, _) = state_of(0);
	state.execute_with(invariants::check);
}

#[test]
fn what_is_measured_succeeds_and_is_recorded() {
	let measured = measure_all(0);
	let mut names = BTreeSet::new();
	for Measured { case, recorded, read, compact } in &measured {
		assert!(names.insert(case.name), "{} is measured twice", case.name);
		assert!(*read > 0 && recorded >= read && *compact > 0, "{}", case.name);
	}
	assert!(KNOWN.iter().all(|name| names.contains(name)));
}
