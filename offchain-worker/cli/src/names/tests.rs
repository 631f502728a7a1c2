// SPDX-License-Identifier: Apache-2.0
use super::*;
use crate::response::Response;
use serde_json::Value;
use std::os::unix::fs::PermissionsExt;

fn account(byte: u8) -> String {
	AccountId::new([byte; 32]).to_string()
}

fn context(home: &Path) -> Context {
	Context::of_home(home.to_owned(), "window seven giraffe mild".into())
}

fn set(home: &Path, name: &str, of: &str) -> Result<Value, Failure> {
	let command = Command::Set { name: name.into(), of: of.into() };
	command.run(&context(home)).map(|answer| answer.json().unwrap())
}

#[test]
fn names_are_kept_for_their_owner_alone_and_stand_for_accounts_and_models() {
	let home = tempfile::tempdir().unwrap();
	let (doctor, home) = (account(7), home.path());
	assert_eq!(set(home, "doctor", &doctor).unwrap()["replaced"], false);
	assert_eq!(set(home, "diabetes", "model:3").unwrap()["model"], 3);
	let mode = std::fs::metadata(home.join(FILE)).unwrap().permissions().mode();
	assert_eq!(mode & 0o777, 0o600);
	let again = context(home);
	assert_eq!(again.account("doctor").unwrap().to_string(), doctor);
	assert_eq!(again.names().unwrap().model("diabetes"), Some(ModelId(3)));
	// By a name that there is, too.
	let other = set(home, "physician", "doctor").unwrap();
	assert_eq!(other["account"], doctor.as_str());
	assert_eq!(set(home, "doctor", &account(8)).unwrap()["replaced"], true);
	assert_eq!(context(home).account("doctor").unwrap().to_string(), account(8));
	let listed = Command::List.run(&context(home)).unwrap().json().unwrap();
	assert_eq!(listed["names"].as_array().map(Vec::len), Some(3));
	Command::Remove { name: "doctor".into() }.run(&context(home)).unwrap();
	let gone = Command::Remove { name: "doctor".into() }.run(&context(home)).err().unwrap();
	assert_eq!(gone.kind, "NotFound");
}

#[test]
fn a_name_is_nothing_that_could_be_something_else() {
	let home = tempfile::tempdir().unwrap();
	let long = "x".repeat(MAX_LENGTH + 1);
	let doctor = account(7);
	for name in [
		"",
		"12",
		"all",
		"decision-support",
		"a b",
		"a,b",
		"members-of:a",
		"-a",
		long.as_str(),
		doctor.as_str(),
	] {
		assert_eq!(set(home.path(), name, &doctor).unwrap_err().kind, "BadInput", "{name}");
	}
	assert!(set(home.path(), "doctor", "model:three").is_err());
	assert!(set(home.path(), "Zürich-2.clinic_b", &doctor).is_ok());
}

#[test]
fn accounts_are_shown_by_name_and_shortened_where_a_person_reads() {
	let (doctor, other) = (account(7), account(8));
	let accounts = BTreeMap::from([("doctor".to_owned(), doctor.clone())]);
	let names = Names { accounts, ..Names::default() };
	let text = format!("reader  {doctor}\npatient  {other}, not a word more");
	let (head, tail) = (&doctor[..6], &doctor[doctor.len() - 6..]);
	let shown = names.in_text(&text, true);
	assert!(shown.starts_with(&format!("reader  doctor ({head}…{tail})\n")), "{shown}");
	assert!(!shown.contains(&other) && shown.ends_with(", not a word more"), "{shown}");
	let whole = names.in_text(&text, false);
	assert!(whole.contains(&format!("doctor ({doctor})")) && whole.contains(&other), "{whole}");
	// Its name stands there already.
	let typed = format!("doctor ({doctor}) may read");
	assert_eq!(names.in_text(&typed, false), typed);
	// As long, and not an account.
	let hash = "5".repeat(48);
	assert_eq!(names.in_text(&hash, true), hash);
}

#[test]
fn a_damaged_file_is_named() {
	let home = tempfile::tempdir().unwrap();
	std::fs::write(home.path().join(FILE), "{").unwrap();
	let failure = Names::read(home.path()).unwrap_err();
	assert!(failure.message.contains(FILE), "{}", failure.message);
}
