// SPDX-License-Identifier: Apache-2.0
//! Erase: real, so the number is asked for again. Data rule 6.

use super::{
	super::{
		Context, Failure,
		response::{Done, Plain},
	},
	permission,
};
use clap::Args;
use salus_chain::calls;
use salus_primitives::{Power, RecordId};
use serde::Serialize;
use std::io::Write;

/// What erasure can't do.
const CANNOT_UNDO: &str = "erasure can't be undone, and it can't undo everything: whoever read the record keeps what they saw, \
	 and results of decision support that came of it stay until they are erased too (salus decision erase)";

#[derive(Args, Debug)]
pub struct Erase {
	/// The record.
	record: u64,
	/// The record's number once more: asked for on a terminal, needed with --json and in scripts.
	#[arg(long, value_name = "NUMBER")]
	confirm: Option<u64>,
}

/// A record that was erased.
#[derive(Serialize)]
pub struct Erased {
	erased: RecordId,
	note: &'static str,
}

impl Plain for Erased {}

impl Erase {
	pub async fn run(self, context: &Context) -> Result<Done<Erased>, Failure> {
		let record = RecordId(self.record);
		let info = permission::live(context, record).await?;
		let patient = &info.item.patient;
		let own = *patient == context.signer()?.account();
		if !own && !permission::acts_for(context, patient, Power::Erase).await? {
			return Err(Failure::new(
				"Records.NotPermitted",
				format!(
					"record {record} is another patient's: only they erase it, or a legal guardian of theirs"
				),
			));
		}
		let what = format!(
			"record {record}: {}, compartment {}, {} version(s)",
			info.item.category.code(),
			info.item.compartment.number(),
			info.item.latest
		);
		let typed = match self.confirm {
			Some(number) => Some(number.to_string()),
			None if context.is_interactive() => Some(asked(&what)?),
			None => None,
		};
		confirmed(self.record, typed.as_deref())?;
		let done = context.submit(calls::records::erase(record)).await?;
		Ok(Done::new(&done, Erased { erased: record, note: CANNOT_UNDO }))
	}
}

/// Asks on the terminal for the number.
fn asked(what: &str) -> Result<String, Failure> {
	let mut typed = String::new();
	let mut screen = std::io::stderr();
	let read = write!(screen, "Erase {what}?\n{CANNOT_UNDO}.\nType its number to erase it: ")
		.and_then(|()| screen.flush())
		.and_then(|()| std::io::stdin().read_line(&mut typed));
	read.map(|_| typed)
		.map_err(|cause| Failure::new("Input", format!("cannot read the answer: {cause}")))
}

/// Whether what was typed is the record's number.
fn confirmed(record: u64, typed: Option<&str>) -> Result<(), Failure> {
	let Some(typed) = typed else {
		return Err(Failure::new(
			"NotConfirmed",
			format!("erasing record {record} was not confirmed"),
		)
		.remedy(format!("add --confirm {record}; {CANNOT_UNDO}")));
	};
	if typed.trim() == record.to_string() {
		return Ok(());
	}
	Err(Failure::new(
		"NotConfirmed",
		format!("{:?} is not {record}: nothing was erased", typed.trim()),
	)
	.remedy("give the number of the record that you want to erase"))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn only_the_records_own_number_confirms() {
		assert!(confirmed(13, Some("13\n")).is_ok());
		for typed in [None, Some(""), Some("\n"), Some("y"), Some("1"), Some("130"), Some("13 14")]
		{
			let refused = confirmed(13, typed).unwrap_err();
			assert_eq!(refused.kind, "NotConfirmed", "{typed:?}");
		}
		assert!(confirmed(13, None).unwrap_err().message.contains("--confirm 13"));
	}
}
