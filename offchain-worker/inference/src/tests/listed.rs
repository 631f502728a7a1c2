// SPDX-License-Identifier: Apache-2.0
//! Yes or no by problem list and smoking status: what is read, what is noted, what is refused.

use super::*;
use proptest::prelude::*;

const ICD: &str = "http://hl7.org/fhir/sid/icd-10";
const SMOKING: usize = 5;
const DIABETES: usize = 6;
pub(super) const DRUG: usize = 7;

/// The supplement's example, a woman of 50: diabetes is on her problem list, enalapril on her medication list.
pub(super) fn clinic() -> Vec<Value> {
	let mut patient = patient();
	patient["birthDate"] = json!("1976-11-20");
	vec![
		patient,
		observation("2093-3", quantity(json!(200), "mg/dL"), "2026-05-01"),
		observation("2085-9", quantity(json!(45), "mg/dL"), "2026-05-01"),
		pressure(160.0, 85.0, "2026-05-01"),
		observation("98979-8", quantity(json!(90), "mL/min/{1.73_m2}"), "2026-05-01"),
		smoking(codes::SNOMED, "8517006"),
		condition("44054006"),
		drug(codes::ATC, "C09AA02"),
	]
}

fn smoking(system: &str, code: &str) -> Value {
	json!({
		"resourceType": "Observation",
		"id": "s1",
		"status": "final",
		"code": concept(codes::LOINC, "72166-2"),
		"effectiveDateTime": "2026-05-01",
		"valueCodeableConcept": concept(system, code),
	})
}

/// A confirmed condition of SNOMED CT.
pub(super) fn condition(code: &str) -> Value {
	json!({
		"resourceType": "Condition",
		"id": "c1",
		"subject": { "reference": "Patient/p1" },
		"clinicalStatus": concept(codes::CLINICAL_STATUS, "active"),
		"verificationStatus": concept(codes::VERIFICATION, "confirmed"),
		"code": concept(codes::SNOMED, code),
	})
}

fn verified(code: &str, status: &str) -> Value {
	let mut condition = condition(code);
	condition["id"] = json!("c2");
	condition["verificationStatus"] = concept(codes::VERIFICATION, status);
	condition
}

fn of_system(system: &str, code: &str) -> Value {
	let mut condition = condition("1");
	condition["id"] = json!("c3");
	condition["code"] = concept(system, code);
	condition
}

/// A drug that is taken.
pub(super) fn drug(system: &str, code: &str) -> Value {
	json!({
		"resourceType": "MedicationStatement",
		"id": "m1",
		"status": "active",
		"subject": { "reference": "Patient/p1" },
		"effectiveDateTime": "2026-05-01",
		"medicationCodeableConcept": concept(system, code),
	})
}

pub(super) fn ask(resources: Vec<Value>) -> Result<Features, InputProblem> {
	let document = document(resources);
	Bundle::from_value(document.clone()).expect("the test's own documents are FHIR");
	asked(&CARDIOVASCULAR, &[document])
}

/// The clinic with these in the place of one of its resources, which stand at its end.
pub(super) fn instead(index: usize, these: &[Value]) -> Result<Features, InputProblem> {
	let mut resources = clinic();
	resources.remove(index);
	resources.extend_from_slice(these);
	ask(resources)
}

/// An input's value, its code, what it is based on, and the notes on it.
pub(super) fn read(
	features: Result<Features, InputProblem>,
	name: &str,
) -> (f64, String, Vec<String>, String) {
	let features = features.unwrap();
	let mut inputs = features.inputs.iter();
	let input = inputs.find(|input| input.feature == name).unwrap();
	let notes = features.notes.iter();
	let notes: Vec<String> = notes.filter(|note| note.starts_with(&input.title)).cloned().collect();
	(input.value, input.code.clone(), input.basis.clone(), notes.join("; "))
}

pub(super) fn expected(
	value: f64,
	code: &str,
	basis: &[&str],
	note: &str,
) -> (f64, String, Vec<String>, String) {
	let basis = basis.iter().map(|name| (*name).to_owned()).collect();
	(value, code.to_owned(), basis, note.to_owned())
}

#[track_caller]
pub(super) fn refuses(asked: Result<Features, InputProblem>, kind: Problem, text: &str) {
	let problem = asked.unwrap_err();
	assert_eq!((problem.kind, problem.to_string().as_str()), (kind, text));
}

/// Refused so, with this somewhere in the problem.
#[track_caller]
pub(super) fn refuses_kind(asked: Result<Features, InputProblem>, kind: Problem, part: &str) {
	let problem = asked.unwrap_err();
	assert_eq!(problem.kind, kind, "{problem}");
	assert!(problem.to_string().contains(part), "{problem}");
}

#[test]
fn a_problem_list_says_yes_or_no() {
	let diabetes = |these: &[Value]| read(instead(DIABETES, these), "diabetes");
	assert_eq!(
		diabetes(&[condition("44054006")]),
		expected(1.0, "44054006", &["Condition/c1"], "")
	);
	// Once known it stays, as the card has it.
	let mut over = condition("44054006");
	over["clinicalStatus"] = concept(codes::CLINICAL_STATUS, "remission");
	assert_eq!(diabetes(&[over]).0, 1.0);
	// That it is not the one type does not make it none.
	let both = [verified("46635009", "refuted"), condition("44054006")];
	assert_eq!(diabetes(&both).0, 1.0);

	assert_eq!(
		diabetes(&[condition("59621000"), verified("195967001", "confirmed")]),
		expected(
			0.0,
			"73211009",
			&["Condition/c1", "Condition/c2"],
			"Has diabetes: not on the problem list of 2 entries",
		)
	);
	assert_eq!(
		diabetes(&[verified("73211009", "refuted")]),
		expected(0.0, "73211009", &["Condition/c2"], "")
	);
	for (system, code) in [(codes::ABSENT, "no-known-problems"), (codes::SNOMED, "160245001")] {
		assert_eq!(
			diabetes(&[of_system(system, code)]),
			expected(0.0, code, &["Condition/c3"], "")
		);
	}
}

#[test]
fn a_problem_list_that_does_not_say_is_refused() {
	let missing = "73211009 at Condition: Has diabetes: none of the records holds a problem list, and silence is not \
	               no; name the record of the problem list too; if there are no problems, state it: a Condition of \
	               no-known-problems (International Patient Summary) or SNOMED CT 160245001";
	let mut ended = of_system(codes::SNOMED, "160245001");
	ended["clinicalStatus"] = concept(codes::CLINICAL_STATUS, "resolved");
	for none in [
		vec![],
		vec![verified("44054006", "entered-in-error")],
		vec![verified("46635009", "refuted")],
		vec![of_system(codes::ABSENT, "no-problem-info")],
	] {
		refuses(instead(DIABETES, &none), Problem::Missing, missing);
	}
	let mut bare = of_system(codes::ABSENT, "no-known-problems");
	for status in ["clinicalStatus", "verificationStatus"] {
		bare.as_object_mut().unwrap().remove(status);
	}
	let mut unverified = of_system(codes::ABSENT, "no-known-problems");
	unverified["verificationStatus"] = concept(codes::VERIFICATION, "unconfirmed");
	for doubtful in [ended, bare, unverified] {
		refuses(
			instead(DIABETES, std::slice::from_ref(&doubtful)),
			Problem::UnknownAnswer,
			"73211009 at Bundle.entry[7].resource: Has diabetes: states that there are no problems, but without a status \
			 by which that is certain: it must have the verificationStatus confirmed and the clinicalStatus active, coded \
			 by FHIR R4; give it both statuses if the patient has no problems now; else name the record of the problem \
			 list",
		);
		// A list beside it answers by itself.
		let listed = instead(DIABETES, &[doubtful, condition("59621000")]);
		assert_eq!(read(listed, "diabetes").0, 0.0);
	}
	for status in ["unconfirmed", "provisional", "differential"] {
		refuses(
			instead(DIABETES, &[verified("44054006", status)]),
			Problem::UnknownAnswer,
			"73211009 at Bundle.entry[7].resource: Has diabetes: is there without a status by which it is certain: \
			 verificationStatus or clinicalStatus is missing, not coded by FHIR R4, or says unconfirmed, provisional or \
			 differential; give it the verificationStatus confirmed or refuted, and a clinicalStatus, coded by FHIR R4",
		);
	}
	let mut other = of_system(ICD, "E11.9");
	other["code"]["text"] = json!("Type 2 diabetes");
	refuses(
		instead(DIABETES, &[condition("59621000"), other]),
		Problem::UnknownAnswer,
		"73211009 at Bundle.entry[8].resource: Has diabetes: the entry \"Type 2 diabetes\" has no SNOMED CT code, and \
		 might be one; give its SNOMED CT code; one that says yes is 73211009",
	);
	for no in [of_system(codes::ABSENT, "no-known-problems"), verified("44054006", "refuted")] {
		refuses(
			instead(DIABETES, &[condition("44054006"), no]),
			Problem::Conflicting,
			"73211009 at Bundle.entry[8].resource: Has diabetes: says the opposite of Bundle.entry[7].resource; mark \
			 the wrong one entered-in-error",
		);
	}
	let mut future = condition("59621000");
	future["recordedDate"] = json!("2026-11-21");
	refuses(
		instead(DIABETES, &[future]),
		Problem::InFuture,
		"73211009 at Bundle.entry[7].resource: Has diabetes: is dated later than now; correct its date",
	);
}

#[test]
fn smoking_is_read_from_its_answers() {
	let smoker = |answer: Value| read(instead(SMOKING, &[answer]), "smoker");
	for (system, code, value) in [
		(codes::SNOMED, "449868002", 1.0),
		(codes::SNOMED, "266919005", 0.0),
		(codes::LOINC, "LA18976-3", 1.0),
		(codes::LOINC, "LA15920-4", 0.0),
	] {
		assert_eq!(smoker(smoking(system, code)), expected(value, code, &["Observation/s1"], ""));
	}
	// "Smoker" in US records means that it is not known whether still; "unknown" says so.
	for code in ["77176002", "266927001"] {
		let problem = instead(SMOKING, &[smoking(codes::SNOMED, code)]).unwrap_err();
		assert_eq!(
			(problem.kind, problem.code.as_str(), problem.path.as_str()),
			(Problem::UnknownAnswer, "72166-2", "Bundle.entry[7].resource")
		);
	}
	let problem = instead(SMOKING, &[]).unwrap_err();
	assert_eq!(
		(problem.kind, problem.code.as_str(), problem.path.as_str()),
		(Problem::Missing, "72166-2", "Observation")
	);
}

/// An entry of a problem list, by what it says of diabetes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Says {
	Yes,
	Perhaps,
	No,
	NotThisType,
	Other,
	Unread,
	NoProblems,
	Nothing,
}

impl Says {
	fn entry(self, number: usize) -> Value {
		let mut entry = match self {
			Self::Yes => condition("44054006"),
			Self::Perhaps => verified("44054006", "provisional"),
			Self::No => verified("73211009", "refuted"),
			Self::NotThisType => verified("46635009", "refuted"),
			Self::Other => condition("59621000"),
			Self::Unread => of_system(ICD, "E11.9"),
			Self::NoProblems => of_system(codes::SNOMED, "160245001"),
			Self::Nothing => of_system(codes::ABSENT, "no-problem-info"),
		};
		entry["id"] = json!(format!("c{number}"));
		entry
	}
}

/// Written as a table of rules, the first that applies.
fn by_rule(list: &[Says]) -> Result<f64, Problem> {
	let any = |says: Says| list.contains(&says);
	let rules = [
		(any(Says::Yes) && any(Says::NoProblems), Err(Problem::Conflicting)),
		(any(Says::Yes), Ok(1.0)),
		(any(Says::Perhaps), Err(Problem::UnknownAnswer)),
		(any(Says::No), Ok(0.0)),
		(any(Says::Unread), Err(Problem::UnknownAnswer)),
		(any(Says::NoProblems) || any(Says::Other), Ok(0.0)),
	];
	let rule = rules.into_iter().find(|(applies, _)| *applies);
	rule.map_or(Err(Problem::Missing), |(_, answer)| answer)
}

proptest! {
	/// In whatever order the entries and the documents come.
	#[test]
	fn what_a_problem_list_says_does_not_hang_on_its_order(
		list in prop::collection::vec(
			prop::sample::select(vec![
				Says::Yes, Says::Perhaps, Says::No, Says::NotThisType,
				Says::Other, Says::Unread, Says::NoProblems, Says::Nothing,
			]),
			0..5,
		),
	) {
		let entries: Vec<Value> =
			list.iter().enumerate().map(|(number, says)| says.entry(number)).collect();
		let value = |entries: &[Value]| {
			let features = instead(DIABETES, entries);
			features.map(|features| features.values()[7]).map_err(|problem| problem.kind)
		};
		prop_assert_eq!(value(&entries), by_rule(&list));
		let reversed: Vec<Value> = entries.iter().rev().cloned().collect();
		prop_assert_eq!(value(&reversed), by_rule(&list));
		if let (Ok(one), Ok(other)) = (instead(DIABETES, &entries), instead(DIABETES, &reversed)) {
			prop_assert_eq!(&one.notes, &other.notes);
			prop_assert_eq!(&one.inputs[7].basis, &other.inputs[7].basis);
			prop_assert_eq!(&one.inputs[7].code, &other.inputs[7].code);
		}
	}
}

#[test]
fn an_unknown_code_never_means_no() {
	let diabetes = |these: &[Value]| read(instead(DIABETES, these), "diabetes");
	for code in ["313436004", "237599002", "8801005", "111552007", "609561005"] {
		assert_eq!(diabetes(&[condition(code)]).0, 1.0, "{code}");
	}
	let named = |name: &str| {
		let mut unknown = condition("1119000");
		unknown["code"]["text"] = json!(name);
		unknown
	};
	let (value, _, _, note) =
		diabetes(&[condition("59621000"), named_as(named("A rare thing"), "c7")]);
	assert_eq!(value, 0.0);
	assert!(note.contains("the card does not know these diagnoses"), "{note}");
	assert!(note.contains("A rare thing (1119000)"), "{note}");
	refuses_kind(
		instead(DIABETES, &[named("Brittle DIABETES")]),
		Problem::UnknownAnswer,
		"might be one",
	);
	// Diabetes of a pregnancy that is over, and what only sounds like it.
	let mut over = condition("11687002");
	over["clinicalStatus"] = concept(codes::CLINICAL_STATUS, "resolved");
	assert_eq!(diabetes(&[over]).0, 0.0);
	let mut insipidus = condition("15771004");
	insipidus["code"]["text"] = json!("Diabetes insipidus");
	assert_eq!(diabetes(&[insipidus]).0, 0.0);
}

fn named_as(mut resource: Value, id: &str) -> Value {
	resource["id"] = json!(id);
	resource
}
