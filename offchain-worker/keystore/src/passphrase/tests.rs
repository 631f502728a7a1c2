// SPDX-License-Identifier: Apache-2.0
use super::*;
use std::cell::Cell;

const GOOD: &str = "window seven giraffe mild";

fn phrase(text: &str) -> SecretString {
	SecretString::from(text.to_owned())
}

/// What a person types first, and what the second time.
fn typed(first: &str, second: &str) -> (Result<New, PassphraseError>, usize) {
	let asked = Cell::new(0);
	let chosen = chosen(None, &["anna-at-the-clinic"], |again| {
		asked.set(asked.get() + 1);
		Ok(phrase(if again { second } else { first }))
	});
	(chosen, asked.get())
}

fn brought_by_a_script(text: &str) -> Result<New, PassphraseError> {
	chosen(Some(phrase(text)), &["anna-at-the-clinic"], |_| panic!("somebody is asked"))
}

#[test]
fn what_is_typed_is_asked_twice_and_compared() {
	let (new, asked) = typed(GOOD, GOOD);
	let new = new.unwrap();
	assert_eq!(new.passphrase.expose_secret(), GOOD);
	assert_eq!((new.weakness, asked), (None, 2));
	let (differs, _) = typed(GOOD, "window seven giraffe mile");
	assert!(matches!(differs, Err(PassphraseError::Differ)));
	// A weak one is refused before it is typed again.
	let (weak, asked) = typed("too short", "too short");
	assert!(matches!(weak, Err(PassphraseError::Weak(Weakness::TooShort { counted: 9, .. }))));
	assert_eq!(asked, 1);
}

#[test]
fn length_counts_and_no_kind_of_characters() {
	for good in [
		GOOD,
		"demonstration only",
		"only small letters and spaces",
		// Fifteen characters, thirty bytes.
		"неведомыйслонёк",
		"3781 5920 4417 88",
		"!@#$%^&*()_+{}|",
		"mississippi river",
	] {
		assert_eq!(judge(good, &[]), Ok(()), "{good}");
	}
	for (short, counted) in [("P4$$w0rd!", 9), ("fourteen chars", 14)] {
		let fewest = FEWEST;
		assert_eq!(judge(short, &[]), Err(Weakness::TooShort { counted, fewest }));
	}
	assert_eq!(judge("", &[]), Err(Weakness::Empty));
}

#[test]
fn what_is_guessed_first_is_refused() {
	let fewest = FEWEST;
	for (text, counted) in [
		("Anna-at-the-clinic-1", 2),
		("anna-at-the-clinicANNA-AT-THE-CLINIC", 0),
		("salus password 2026", 6),
	] {
		let refused = judge(text, &["anna-at-the-clinic"]);
		assert_eq!(refused, Err(Weakness::TooShort { counted, fewest }));
	}
	// A short name stands in many words.
	assert_eq!(judge("sometimes a memory", &["me"]), Ok(()));
	for text in
		["aaaaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaaab", "abcabcabcabcabcabc", "12121212121212121212"]
	{
		assert_eq!(judge(text, &[]), Err(Weakness::Repetitive), "{text}");
	}
	for text in [
		"123456789012345",
		"0987654321 0987654321",
		"ABCDEFGHIJKLMNOPQ",
		"yzabcdefghijklmn",
		"qwertyuiopasdfgh",
		"1qaz2wsx3edc4rfv",
		"1234567890!!!!!!",
		"correct horse battery staple",
		"Correct-Horse-Battery-Staple",
	] {
		assert_eq!(judge(text, &[]), Err(Weakness::Known), "{text}");
	}
}

#[test]
fn scripts_go_on_with_a_weak_one_and_none_with_less_than_eight_characters() {
	let new = brought_by_a_script(GOOD).unwrap();
	assert_eq!(new.weakness, None);
	for weak in ["another one", "aaaaaaaa"] {
		let new = brought_by_a_script(weak).unwrap();
		assert_eq!(new.passphrase.expose_secret(), weak);
		assert!(new.weakness.is_some(), "{weak}");
	}
	assert!(matches!(brought_by_a_script(""), Err(PassphraseError::Weak(Weakness::Empty))));
	assert!(matches!(
		brought_by_a_script("seven77"),
		Err(PassphraseError::Weak(Weakness::TooShort { counted: 7, fewest: 8 }))
	));
}

#[test]
fn refusals_say_what_to_do_and_never_the_passphrase() {
	for text in ["", "canary short", "canarycanarycanarycanary"] {
		let refused = judge(text, &[]).unwrap_err().to_string();
		assert!(!refused.contains("canary"), "{refused}");
		let says =
			if text.is_empty() { "choose another" } else { "words that nobody would put together" };
		assert!(refused.contains(says), "{refused}");
	}
}

#[test]
fn only_the_lines_end_is_taken_off_a_passphrase_in_a_file() {
	let folder = tempfile::tempdir().unwrap();
	let path = folder.path().join("passphrase");
	for (text, passphrase) in [
		("correct horse", "correct horse"),
		("correct horse \n", "correct horse "),
		("correct horse\r\n", "correct horse"),
		("two\nlines\n\n", "two\nlines\n"),
	] {
		std::fs::write(&path, text).unwrap();
		assert_eq!(in_file(&path).unwrap().expose_secret(), passphrase);
	}
	let missing = in_file(&folder.path().join("none")).unwrap_err();
	assert!(missing.to_string().contains("none"), "{missing}");
}
