//! How the chain's types are written in JSON.

use polkadot_sdk::*;

use chrono::NaiveDate;
use data_encoding::BASE32_NOPAD;
use salus_primitives::{
	Action, Actions, Categories, Category, Cid, Compartment, Compartments, Day, Purpose, Purposes,
};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use sp_core::H256;
use std::fmt::Debug;

/// A word of one of the closed lists, written as its standard spells it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Word<T>(pub T);

/// A closed list of words.
pub trait Words: Copy + 'static {
	/// What the list is a list of.
	const WHAT: &'static str;
	/// The whole list.
	fn all() -> &'static [Self];
	/// The word as its standard spells it.
	fn code(self) -> &'static str;
}

macro_rules! words {
	($($list:ty, $what:literal;)*) => {
		$(impl Words for $list {
			const WHAT: &'static str = $what;

			fn all() -> &'static [Self] {
				Self::ALL
			}

			fn code(self) -> &'static str {
				self.code()
			}
		})*
	};
}

words! {
	Action, "action";
	Category, "category";
	Purpose, "purpose";
}

impl<T: Words> Serialize for Word<T> {
	fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
		serializer.serialize_str(self.0.code())
	}
}

impl<'de, T: Words> Deserialize<'de> for Word<T> {
	fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
		let given = String::deserialize(deserializer)?;
		T::all().iter().copied().find(|word| word.code() == given).map(Self).ok_or_else(|| {
			let known = T::all().iter().map(|word| word.code()).collect::<Vec<_>>().join(", ");
			D::Error::custom(format!("`{given}` is not a known {}; there are {known}", T::WHAT))
		})
	}
}

/// A day in UTC, written as in FHIR: `2026-11-28`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Date(pub Day);

impl Serialize for Date {
	fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
		match NaiveDate::from_epoch_days(self.0.0) {
			Some(date) => serializer.collect_str(&date),
			// The chain takes no such day.
			None => serializer.serialize_none(),
		}
	}
}

impl<'de> Deserialize<'de> for Date {
	fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
		let given = String::deserialize(deserializer)?;
		given
			.parse::<NaiveDate>()
			.ok()
			// One way to write each day: no digit or sign more or less.
			.filter(|date| date.to_string() == given)
			.map(|date| Day(date.to_epoch_days()))
			.filter(|day| day.is_in_calendar())
			.map(Self)
			.ok_or_else(|| {
				D::Error::custom(format!("`{given}` is not a date; write it as 2026-11-28"))
			})
	}
}

/// From which day to which data arose, both included.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DataPeriod {
	/// The day of the oldest data.
	pub first: Date,
	/// The day of the newest data.
	pub last: Date,
}

impl From<salus_primitives::DataPeriod> for DataPeriod {
	fn from(data: salus_primitives::DataPeriod) -> Self {
		Self { first: Date(data.first), last: Date(data.last) }
	}
}

/// The actions of a set.
pub fn actions(set: Actions) -> Vec<Word<Action>> {
	set.iter().map(Word).collect()
}

/// The categories of a set.
pub fn categories(set: Categories) -> Vec<Word<Category>> {
	set.iter().map(Word).collect()
}

/// The purposes of a set.
pub fn purposes(set: Purposes) -> Vec<Word<Purpose>> {
	set.iter().map(Word).collect()
}

/// The numbers of a set's compartments.
pub fn compartments(set: Compartments) -> Vec<u8> {
	set.iter().map(Compartment::number).collect()
}

/// A CID as IPFS tools write it: base32 in lower case after the letter `b`.
pub fn cid(cid: &Cid) -> String {
	let mut text = BASE32_NOPAD.encode(cid.as_bytes());
	text.make_ascii_lowercase();
	text.insert(0, 'b');
	text
}

/// 32 bytes in hexadecimal.
pub fn hash(bytes: [u8; 32]) -> H256 {
	H256(bytes)
}

/// An amount in the smallest unit, as text: JSON's numbers are too small for it.
pub fn amount(balance: salus_runtime::Balance) -> String {
	balance.to_string()
}

/// Text from a client's bytes; what is no UTF-8 shows as such.
pub fn text(bytes: &[u8]) -> String {
	String::from_utf8_lossy(bytes).into_owned()
}

/// The name of an enumeration's variant in camelCase, for lists that no standard spells.
pub fn name(variant: &impl Debug) -> String {
	let debug = format!("{variant:?}");
	let end = debug.find(|letter: char| !letter.is_alphanumeric()).unwrap_or(debug.len());
	let (name, _) = debug.split_at(end);
	let mut letters = name.chars();
	letters.next().map(|first| first.to_ascii_lowercase()).into_iter().chain(letters).collect()
}

/// Why a reader was let in.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Basis {
	/// The patient's own record.
	OwnRecord,
	/// The reader wrote this version.
	Authorship,
	/// A provision of the patient's.
	Provision {
		/// Which one.
		provision: u32,
	},
	/// A break-glass case.
	BreakGlass {
		/// Which one.
		case: u64,
	},
}

impl From<salus_primitives::Basis> for Basis {
	fn from(basis: salus_primitives::Basis) -> Self {
		use salus_primitives::Basis as Theirs;
		match basis {
			Theirs::OwnRecord => Self::OwnRecord,
			Theirs::Authorship => Self::Authorship,
			Theirs::Provision(id) => Self::Provision { provision: id.0 },
			Theirs::BreakGlass(id) => Self::BreakGlass { case: id.0 },
		}
	}
}

/// What a permitted reader must do.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Obligations {
	/// Erase every copy by this moment.
	pub erase_at: Option<u64>,
	/// Pass nothing on.
	pub no_redisclosure: bool,
	/// Show the data without the patient's identity.
	pub mask_identity: bool,
}

impl From<salus_primitives::Obligations> for Obligations {
	fn from(obligations: salus_primitives::Obligations) -> Self {
		let salus_primitives::Obligations { erase_at, no_redisclosure, mask_identity } =
			obligations;
		Self { erase_at, no_redisclosure, mask_identity }
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use salus_primitives::ProvisionId;

	#[test]
	fn words_are_spelt_by_their_standards() {
		let purpose = Word(Purpose::EmergencyTreatment);
		assert_eq!(serde_json::to_value(purpose).unwrap(), "ETREAT");
		assert_eq!(serde_json::from_value::<Word<Purpose>>("ETREAT".into()).unwrap(), purpose);
	}

	#[test]
	fn an_unknown_word_names_the_known_ones() {
		let error = serde_json::from_value::<Word<Action>>("delete".into()).unwrap_err();
		assert_eq!(error.to_string(), "`delete` is not a known action; there are access, collect");
	}

	#[test]
	fn days_are_written_as_dates_and_read_back() {
		for (day, text) in [
			(0, "1970-01-01"),
			(-1, "1969-12-31"),
			(20_785, "2026-11-28"),
			(11_016, "2000-02-29"),
			(Day::FIRST.0, "0001-01-01"),
			(Day::LAST.0, "9999-12-31"),
		] {
			let date = Date(Day(day));
			assert_eq!(serde_json::to_value(date).unwrap(), text);
			assert_eq!(serde_json::from_value::<Date>(text.into()).unwrap(), date);
		}
	}

	#[test]
	fn what_is_not_a_date_is_refused() {
		for text in [
			"",
			"2026",
			"2026-11",
			"2026-2-3",
			"2026-02-30",
			"+2026-02-03",
			"10000-01-01",
			"0000-01-01",
			"2026-02-03T00:00:00Z",
		] {
			assert!(serde_json::from_value::<Date>(text.into()).is_err(), "{text}");
		}
		assert!(serde_json::from_value::<Date>(1_795_400_000_000u64.into()).is_err());
	}

	#[test]
	fn a_cid_is_written_as_ipfs_tools_do() {
		// The CIDv1 of the empty raw block.
		let empty = sp_io::hashing::sha2_256(b"");
		assert_eq!(
			cid(&Cid::raw(empty)),
			"bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku"
		);
	}

	#[test]
	fn names_are_camel_case() {
		#[derive(Debug)]
		#[allow(dead_code)]
		enum Example {
			LifeThreat,
			Accused(u8),
			Settled { at: u8 },
		}
		assert_eq!(name(&Example::LifeThreat), "lifeThreat");
		assert_eq!(name(&Example::Accused(1)), "accused");
		assert_eq!(name(&Example::Settled { at: 1 }), "settled");
	}

	#[test]
	fn a_basis_says_its_kind_and_which() {
		let basis = Basis::from(salus_primitives::Basis::Provision(ProvisionId(3)));
		assert_eq!(
			serde_json::to_value(basis).unwrap(),
			serde_json::json!({ "kind": "provision", "provision": 3 })
		);
	}
}
