// SPDX-License-Identifier: Apache-2.0
//! Encrypted documents: written, listed, read, shared, amended, contested, erased.

mod add;
mod amend;
mod attachments;
mod custody;
mod deposits;
mod destroyed;
mod document;
mod erase;
mod funds;
mod list;
mod parts;
mod permission;
mod read;
mod refused;
mod releases;
mod reshare;
mod share;
mod status;

pub use add::submitted;
pub use custody::{Custodians, Custody};
pub use permission::{NumberedRecord, live, may_write, reader_has_key};
pub use read::{open, open_key};
pub use refused::explained;

use super::{
	Context, Responded, boxed,
	codes::one_of,
	response::{Done, Nothing},
};
use clap::Subcommand;
use salus_chain::calls;
use salus_primitives::{AccessId, RecordId, records::ContestReason};

#[derive(Subcommand, Debug)]
pub enum Record {
	/// Write a FHIR R4 bundle: split by category, encrypted here, one record for each.
	#[command(
		after_help = "Examples:\n  salus --as doctor record add bundle.json --patient 5F3s…\n  salus record add restricted.json --patient me --compartment 3\n\nAll of it is judged before anything leaves this machine: the document, whose it is, consent, custodians."
	)]
	Add(add::Add),
	/// A patient's records, by their numbers.
	#[command(after_help = "Example:\n  salus record list")]
	List {
		/// The patient; without it the signer.
		patient: Option<String>,
	},
	/// Ask for access, and read.
	#[command(
		after_help = "Examples:\n  salus record read 3\n  salus --as doctor record read 3 --purpose TREAT --out labs.json\n  salus record read 3 --join 4\n  salus record read 3 --html labs.html"
	)]
	Read(read::Read),
	/// Only ask for access: the custodians' answers and the document are left for later.
	#[command(after_help = "Example:\n  salus --as doctor record access 3 --purpose TREAT")]
	Access(read::AccessOptions),
	/// Permit somebody to read what is like this record, its category and compartment: for 30 days, or until
	/// the end that you name.
	#[command(
		after_help = "Example:\n  salus record share 3 --to 5Dt1… --purpose TREAT --until 2027-01-31"
	)]
	Share(share::Share),
	/// Follow a record's document by a new version of the same category: its author, or a colleague of theirs.
	#[command(
		after_help = "Examples:\n  salus --as doctor record amend 3 labs.json --base 1\n  salus --as doctor record amend 3 labs.json --base 1 --as-member-of 5FHn…"
	)]
	Amend(amend::Amend),
	/// Write a record in the place of one that somebody else wrote, of the same category: both stay, and each names the
	/// other.
	#[command(after_help = "Example:\n  salus --as doctor record replace 3 labs.json")]
	Replace(amend::Replace),
	/// Pay for a version's storage in the place of whoever does, as the organisation of a clinician who leaves.
	#[command(
		after_help = "Examples:\n  salus --as clinic record pay-for 3\n  salus --as clinic record pay-for 3 --version 1"
	)]
	PayFor(deposits::PayFor),
	/// Custodians that did not confirm in time that they destroyed their parts are named, and pay for it; what was paid for
	/// the list of them goes back.
	#[command(after_help = "Example:\n  salus record end-destruction 3")]
	EndDestruction {
		/// The record, erased or not.
		record: u64,
	},
	/// Put the keeping of a version's key into other hands: its patient, or its author. The key is split anew; what old
	/// custodians had is worthless then. The document and the number of shares that open it stay.
	#[command(
		after_help = "Examples:\n  salus record reshare 3 --custodians 5DAA…,5HGj…,5Ck5…\n  salus --as doctor record reshare 3 --version 1 --purpose TREAT"
	)]
	Reshare(reshare::Reshare),
	/// Who keeps a version's key in parts, what each of them is paid for it, by whom, and until when that lasts.
	#[command(
		after_help = "Examples:\n  salus record custody 3\n  salus record custody 3 --version 1"
	)]
	Custody(funds::OfVersion),
	/// Pay the custodians of a version from now on, at today's price: anybody may. What is not earned by the time that it
	/// is erased, or somebody else pays, comes back.
	#[command(after_help = "Example:\n  salus record fund-custody 3")]
	FundCustody(funds::OfVersion),
	/// Contest a record of yours. It stays, marked.
	#[command(after_help = "Example:\n  salus record contest 3 --reason inaccurate")]
	Contest {
		/// The record.
		record: u64,
		/// Why.
		#[arg(long, value_parser = one_of(ContestReason::ALL, ContestReason::from_code))]
		reason: ContestReason,
	},
	/// Take a contest back.
	#[command(after_help = "Example:\n  salus record withdraw-contest 3")]
	WithdrawContest {
		/// The record.
		record: u64,
	},
	/// Erase a record: CIDs and keys are dropped and custodians destroy their parts. Whoever held the key
	/// before keeps what they saw. The record's number is asked for again.
	#[command(
		after_help = "Examples:\n  salus record erase 3\n  salus --json record erase 3 --confirm 3"
	)]
	Erase(erase::Erase),
	/// Versions and authors of a record, and what its custodians prove that they keep of each; of an erased one, who has
	/// destroyed their part.
	#[command(after_help = "Examples:\n  salus record status 3\n  salus record status 3 --history")]
	Status {
		/// The record.
		record: u64,
		/// Of an erased record: search the blocks since for who confirmed, also once the chain's state names nobody any more.
		#[arg(long)]
		history: bool,
	},
	/// To whom each custodian signs that it released its share of a record of yours, beside the chain's ledger.
	#[command(
		after_help = "Examples:\n  salus record releases 3\n  salus record releases 3 --to releases-of-3.json"
	)]
	Releases(releases::Releases),
	/// Which custodians hand over their share under an access request, and why others don't.
	#[command(after_help = "Example:\n  salus --as doctor record custodians 3 --access 12")]
	Custodians {
		/// The record.
		record: u64,
		/// The access request.
		#[arg(long)]
		access: u64,
	},
}

impl Record {
	pub async fn run(self, context: &Context) -> Responded {
		use calls::records;
		let call = match self {
			Self::Add(add) => return boxed(add.run(context).await),
			Self::List { patient } => return boxed(list::list(context, patient.as_deref()).await),
			Self::Read(read) => return boxed(read.run(context).await),
			Self::Access(asked) => return boxed(asked.access(context).await),
			Self::Share(share) => return share.run(context).await,
			Self::Amend(amend) => return boxed(amend.run(context).await),
			Self::Replace(replace) => return boxed(replace.run(context).await),
			Self::PayFor(version) => return boxed(version.run(context).await),
			Self::Reshare(reshare) => return boxed(reshare.run(context).await),
			Self::Custody(version) => return boxed(version.paid(context).await),
			Self::FundCustody(version) => return boxed(version.fund(context).await),
			Self::Erase(erase) => return boxed(erase.run(context).await),
			Self::Status { record, history } => {
				return status::status(context, RecordId(record), history).await;
			}
			Self::Releases(releases) => return boxed(releases.run(context).await),
			Self::Custodians { record, access } => {
				let asked = read::ask_custodians(context, RecordId(record), AccessId(access)).await;
				return boxed(asked);
			}
			Self::Contest { record, reason } => records::contest(RecordId(record), reason),
			Self::WithdrawContest { record } => records::withdraw_contest(RecordId(record)),
			Self::EndDestruction { record } => records::end_destruction(RecordId(record)),
		};
		boxed(Ok(Done::new(&context.submit(call).await?, Nothing {})))
	}
}
