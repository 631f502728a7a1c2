// SPDX-License-Identifier: Apache-2.0
use super::*;
use salus_core::protocol::{MAX_RELEASES, ReleasesSubject};
use std::{future, ops::RangeInclusive};

const GENESIS: [u8; 32] = [1; 32];
const RECORD: RecordId = RecordId(7);

fn signer(name: &str) -> Signer {
	Signer::from_secret(name).unwrap()
}

fn released(access: u64) -> Released {
	Released {
		access,
		reader: signer("//Reader").account(),
		version: 1,
		first_at: 10,
		last_at: 20,
		block: 50,
		block_count: 1,
	}
}

/// A custodian's page of the releases under these accesses.
fn page(
	after: Option<&ReleaseCursor>,
	accesses: RangeInclusive<u64>,
	next: Option<ReleaseCursor>,
) -> ReleasesPage {
	let (custodian, patient) = (signer("//Custodian"), signer("//Patient").account());
	let subject = ReleasesSubject {
		genesis_hash: &GENESIS,
		custodian: &custodian.account(),
		record: RECORD,
		patient: &patient,
		after,
	};
	let rows = accesses.map(released).collect();
	ReleasesPage::sign(60, rows, next, subject, &custodian)
}

/// Two pages of a custodian, and nothing of another.
fn told() -> Vec<(AccountId, Collected)> {
	let full = MAX_RELEASES as u64;
	let first = released(full).cursor();
	let pages = vec![
		(None, page(None, 1..=full, Some(first.clone()))),
		(Some(first.clone()), page(Some(&first), full + 1..=full + 1, None)),
	];
	let away = Collected::default().broken_off("it does not answer");
	let told = Collected { pages, reason: None };
	let accounts = ["//Custodian", "//Away"].map(|name| signer(name).account());
	accounts.into_iter().zip([told, away]).collect()
}

#[test]
fn what_is_written_to_a_file_verifies_there() {
	let patient = signer("//Patient").account();
	let text = format!("{:#}", exported(GENESIS, RECORD, &patient, &told()));
	let file: Value = serde_json::from_str(&text).unwrap();
	assert_eq!(file["genesisHash"], format!("0x{}", "01".repeat(32)));
	let answers = file["answers"].as_array().unwrap();
	assert_eq!(answers.len(), 2);
	for answer in answers {
		let page: ReleasesPage = serde_json::from_value(answer["answer"].clone()).unwrap();
		let after: Option<ReleaseCursor> = serde_json::from_value(answer["after"].clone()).unwrap();
		let custodian: AccountId = serde_json::from_value(answer["custodian"].clone()).unwrap();
		let subject = ReleasesSubject {
			genesis_hash: &GENESIS,
			custodian: &custodian,
			record: RecordId(file["record"].as_u64().unwrap()),
			patient: &patient,
			after: after.as_ref(),
		};
		assert_eq!(page.verify(subject, &[]), Ok(()));
	}
}

#[test]
fn every_page_counts_and_whoever_is_silent_is_named() {
	let told = told();
	let accesses: Vec<u64> = rows(&told).map(|(_, row)| row.access).collect();
	let all = MAX_RELEASES as u64 + 1;
	assert_eq!(accesses, (1..=all).collect::<Vec<_>>());
	let shown: Vec<CustodianReport> =
		told.iter().map(|(account, told)| custodian(account, told)).collect();
	assert_eq!((shown[0].told, shown[0].releases as u64), (true, all));
	assert!(!shown[1].told);
	assert_eq!(shown[1].reason.as_deref(), Some("it does not answer"));
	assert!(nobody_told(Kind::Custodians, RECORD, &told).is_none());
	let failure = nobody_told(Kind::Operators, RECORD, &told[1..]).unwrap();
	assert_eq!(failure.kind, "CustodiansMissing");
	assert!(nobody_told(Kind::Nobody, RECORD, &[]).is_none());
}

/// Else a custodian could hold up its patient for hours, and keep what the others signed from them.
#[tokio::test]
async fn a_custodian_that_is_never_done_is_broken_off_and_its_pages_are_kept() {
	const TIME: Duration = Duration::from_millis(300);
	let began = std::time::Instant::now();
	let slow = collect(TIME, |after: Option<ReleaseCursor>| async move {
		tokio::time::sleep(TIME / 4).await;
		let access = after.as_ref().map_or(1, |after| after.access + 1);
		let next = Some(released(access).cursor());
		Ok::<_, String>(page(after.as_ref(), access..=access, next))
	})
	.await;
	assert!(began.elapsed() < 10 * TIME);
	assert!((1..=4).contains(&slow.pages.len()), "{}", slow.pages.len());
	let account = signer("//Custodian").account();
	let warning = slow.warning(&account).unwrap();
	assert!(warning.contains("broke off") && warning.contains("not done"), "{warning}");
	assert!(!custodian(&account, &slow).told);
	// Its pages are written and judged all the same.
	let count = slow.pages.len();
	let patient = signer("//Patient").account();
	let told = [(account, slow)];
	let written = exported(GENESIS, RECORD, &patient, &told);
	assert_eq!(written["answers"].as_array().unwrap().len(), count);
	assert_eq!(rows(&told).count(), count);
	assert!(nobody_told(Kind::Custodians, RECORD, &told).is_none());
}

#[tokio::test]
async fn pages_are_read_until_none_follows_or_one_is_refused() {
	let full = MAX_RELEASES as u64;
	let read = |refuses: bool| {
		collect(CUSTODIAN_TIMEOUT, move |after: Option<ReleaseCursor>| {
			let page = match &after {
				None => Ok(page(None, 1..=full, Some(released(full).cursor()))),
				Some(_) if refuses => Err("no".to_owned()),
				Some(_) => Ok(page(after.as_ref(), full + 1..=full + 1, None)),
			};
			future::ready(page)
		})
	};
	let (whole, refused) = (read(false).await, read(true).await);
	assert_eq!((whole.pages.len(), whole.reason), (2, None));
	assert_eq!(refused.pages.len(), 1);
	assert_eq!(refused.reason.as_deref(), Some("no"));
}
