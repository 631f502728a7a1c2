// SPDX-License-Identifier: Apache-2.0
use super::*;
use salus_primitives::claims::{Pointer, ShownPiece};
use tempfile::TempDir;

const POLICY: PolicyId = PolicyId(5);
const CLAIM: ClaimId = ClaimId(7);

fn keys() -> AtRest {
	AtRest::new(&[1; 32])
}

fn home() -> (TempDir, Store) {
	let home = tempfile::tempdir().unwrap();
	let store = Store::open(home.path(), keys()).unwrap();
	(home, store)
}

/// What a claim came to that was judged from the statement of this number. Each has salts of its own.
fn kept(from: u32) -> Kept {
	Kept::of(CLAIM, POLICY, from, Default::default(), Default::default(), None)
}

fn conclusion(from: u32) -> Conclusion {
	let pieces = vec![
		ShownPiece::Billed { nullifier: [4; 32], salt: [6; 32] },
		ShownPiece::Unbilled([5; 32]),
	];
	let evidence = ShownEvidence { salt: [7; 32], pieces: pieces.try_into().unwrap() };
	Conclusion { kept: kept(from), evidence: Some(evidence) }
}

/// What the chain has once it is concluded so.
fn on_chain(kept: &Kept) -> Statement {
	let (Pointer { commitment, .. }, _) = kept.pointers();
	Statement { cid: None, commitment, sequence: kept.sequence }
}

fn files(home: &TempDir) -> Vec<String> {
	let entries = std::fs::read_dir(home.path().join(FOLDER)).unwrap();
	let mut files: Vec<String> =
		entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
	files.sort();
	files
}

#[test]
fn a_worker_that_was_killed_before_it_sent_a_conclusion_sends_the_same() {
	let (home, store) = home();
	let conclusion = conclusion(3);
	store.put(&conclusion).unwrap();
	drop(store);
	let store = Store::open(home.path(), keys()).unwrap();
	assert_eq!(store.prepared(POLICY, 3, CLAIM).unwrap(), Some(conclusion.clone()));
	// Of another statement, claim or policy nothing was.
	for (policy, from, claim) in
		[(POLICY, 4, CLAIM), (POLICY, 2, CLAIM), (POLICY, 3, ClaimId(8)), (PolicyId(6), 3, CLAIM)]
	{
		assert_eq!(store.prepared(policy, from, claim).unwrap(), None);
	}
	// It was sent all the same, and arrived.
	let kept = conclusion.kept;
	assert_eq!(store.statement(POLICY, &on_chain(&kept)).unwrap(), Some(kept));
}

#[test]
fn what_the_chain_refused_is_not_sent_again_and_still_found() {
	let (_home, store) = home();
	let (first, second) = (conclusion(3), conclusion(3));
	store.put(&first).unwrap();
	store.refused(&first.kept).unwrap();
	assert_eq!(store.prepared(POLICY, 3, CLAIM).unwrap(), None);
	store.put(&second).unwrap();
	assert_eq!(store.prepared(POLICY, 3, CLAIM).unwrap(), Some(second));
	let found = store.statement(POLICY, &on_chain(&first.kept)).unwrap();
	assert_eq!(found, Some(first.kept));
}

#[test]
fn another_statement_than_the_chains_is_not_taken_for_it() {
	let (_home, store) = home();
	let kept = kept(3);
	store.put(&Conclusion { kept: kept.clone(), evidence: None }).unwrap();
	let there = on_chain(&kept);
	let other = Statement { commitment: [9; 32], ..there };
	assert_eq!(store.statement(POLICY, &other).unwrap(), None);
	let later = Statement { sequence: 5, ..there };
	assert_eq!(store.statement(POLICY, &later).unwrap(), None);
	assert_eq!(store.statement(PolicyId(6), &there).unwrap(), None);
}

#[test]
fn what_was_concluded_elsewhere_is_found_and_never_sent() {
	let (home, store) = home();
	let kept = kept(0);
	assert!(store.adopt(kept.clone()).unwrap());
	assert!(!store.adopt(kept.clone()).unwrap());
	assert_eq!(files(&home).len(), 1);
	assert_eq!(store.prepared(POLICY, 0, CLAIM).unwrap(), None);
	assert_eq!(store.statement(POLICY, &on_chain(&kept)).unwrap(), Some(kept));
}

#[test]
fn what_was_kept_last_of_a_claim_is_found_unless_the_chain_refused_it() {
	let (_home, store) = home();
	assert_eq!(store.latest(CLAIM).unwrap(), None);
	// By number, not by text: 9, 10 and 11.
	let [concluded, reversed, refused] = [8, 9, 10].map(conclusion);
	for conclusion in [&refused, &concluded, &reversed] {
		store.put(conclusion).unwrap();
	}
	assert_eq!(store.latest(CLAIM).unwrap(), Some(refused.kept.clone()));
	store.refused(&refused.kept).unwrap();
	assert_eq!(store.latest(CLAIM).unwrap(), Some(reversed.kept));
	let elsewhere = kept(9);
	store.adopt(elsewhere.clone()).unwrap();
	assert_eq!(store.latest(CLAIM).unwrap(), Some(elsewhere));
	assert_eq!(store.latest(ClaimId(8)).unwrap(), None);
}

#[test]
fn by_another_key_nothing_opens_and_nothing_is_lost() {
	let (home, store) = home();
	let conclusion = conclusion(3);
	store.put(&conclusion).unwrap();
	let other = Store::open(home.path(), AtRest::new(&[2; 32])).unwrap();
	let refused = other.prepared(POLICY, 3, CLAIM).unwrap_err();
	assert!(matches!(refused, StoreError::OtherKeystore(_)), "{refused}");
	assert!(other.statement(POLICY, &on_chain(&conclusion.kept)).is_err());
	assert_eq!(store.prepared(POLICY, 3, CLAIM).unwrap(), Some(conclusion));
}

#[test]
fn what_else_lies_in_the_folder_is_left_alone_and_nothing_stands_for_another() {
	let (home, store) = home();
	let folder = home.path().join(FOLDER);
	let digits = "00".repeat(8);
	let strange = [
		"notes.txt".to_owned(),
		"5-4-7".to_owned(),
		format!("05-4-7-{digits}"),
		format!("5-4-7-{digits}-1"),
		format!("5-4-7-{digits}.bak"),
		format!("5-4-7-{}", "AB".repeat(8)),
	];
	for file in &strange {
		std::fs::write(folder.join(file), "somebody's").unwrap();
	}
	let conclusion = conclusion(3);
	store.put(&conclusion).unwrap();
	assert_eq!(store.files().unwrap().len(), 1);
	drop(store.alone().unwrap());
	assert_eq!(files(&home).len(), strange.len() + 1);

	// Under another name it does not open.
	let name = Name::of(&conclusion.kept);
	let other = Name { claim: ClaimId(8), ..name };
	let [from, to] = [name, other].map(|name| folder.join(name.to_string()));
	std::fs::rename(from, to).unwrap();
	assert!(store.prepared(POLICY, 3, ClaimId(8)).is_err());
}

#[test]
fn a_file_is_never_overwritten() {
	let (home, store) = home();
	let conclusion = conclusion(3);
	store.put(&conclusion).unwrap();
	let path = store.path(&Name::of(&conclusion.kept), Mark::Prepared);
	let before = std::fs::read(&path).unwrap();
	// With another nonce it would be other bytes.
	store.put(&conclusion).unwrap();
	assert_eq!(std::fs::read(&path).unwrap(), before);
	assert!(store.place(&path, b"other").is_err());
	assert_eq!(std::fs::read(&path).unwrap(), before);
	// A damaged one stays as it is, too: nothing is sent that can't be read again.
	std::fs::write(&path, "damaged").unwrap();
	assert!(store.put(&conclusion).is_err());
	assert_eq!(std::fs::read(&path).unwrap(), b"damaged");
	assert_eq!(files(&home).len(), 1);
}

#[test]
fn one_worker_judges_from_a_folder_and_sweeps_what_a_killed_one_left() {
	let (home, store) = home();
	let half = home.path().join(FOLDER).join(".new-abc");
	std::fs::write(&half, "half").unwrap();
	let alone = store.alone().unwrap();
	assert!(!half.exists());
	let other = Store::open(home.path(), keys()).unwrap();
	assert!(matches!(other.alone(), Err(StoreError::InUse(_))));
	// Whoever only adds needs no turn.
	assert!(other.adopt(kept(0)).unwrap());
	drop(alone);
	assert!(other.alone().is_ok());
}
