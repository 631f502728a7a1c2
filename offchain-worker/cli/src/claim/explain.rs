// SPDX-License-Identifier: Apache-2.0
//! An outcome in plain words, for whoever has to pay the rest.

use salus_adjudication::{Bearer, Claim, JudgedLine, Line, Outcome, Refusal};

/// Text, line by line.
pub fn lines(claim: &Claim, outcome: &Outcome) -> Vec<String> {
	let currency = String::from_utf8_lossy(&claim.currency.0).into_owned();
	let mut text = vec![format!("Amounts are in the smallest unit of {currency}.")];
	for ((line, judged), number) in claim.lines.iter().zip(&outcome.lines).zip(1..) {
		text.push(String::new());
		text.push(format!(
			"Line {number}: benefit {}, beneficiary {}, {}, charge {}",
			line.benefit,
			line.beneficiary,
			days(line),
			line.charge.0
		));
		let told = match judged.refusal {
			Some(refusal) => refused(refusal, line, judged),
			None => steps(line, judged),
		};
		text.extend(told.into_iter().map(|told| format!("  {told}")));
	}
	text.push(String::new());
	text.push(format!(
		"Together: the insurer pays {}, the patient {}, another insurer {}; nobody pays {}.",
		outcome.paid.0, outcome.patient.0, outcome.other.0, outcome.write_off.0
	));
	text
}

fn days(line: &Line) -> String {
	if line.first == line.last {
		line.first.to_string()
	} else {
		format!("{} to {}", line.first, line.last)
	}
}

fn refused(refusal: Refusal, line: &Line, judged: &JudgedLine) -> Vec<String> {
	let why = match refusal {
		Refusal::NotInForce => "the policy or the plan was not in force on all of these days",
		Refusal::NotBeneficiary => "nobody of this number was insured on all of these days",
		Refusal::FiledTooLate => "it was filed too late",
		Refusal::NotCovered => "the plan does not pay for this benefit",
		Refusal::NotAccredited => "the provider was not accredited",
		Refusal::OutOfNetwork => "the plan pays for this benefit in its network only",
		Refusal::WaitingPeriod => "the beneficiary has not been insured for long enough",
		Refusal::NotAuthorised => "it had to be authorised beforehand, and was not",
		Refusal::NoEvidence => "no record proves it",
		Refusal::EvidenceUnfit => "no record that was given proves it",
		Refusal::Duplicate => "the same was judged before",
		Refusal::NotBeside => "it is not paid beside another service of that day",
		Refusal::UnitsUsedUp => "the year's units are used up",
	};
	let whose = match refusal.bearer() {
		Bearer::Patient => "The patient owes the charge",
		Bearer::Provider if line.provider.in_network => "The provider may ask nobody for it",
		Bearer::Provider => {
			"The patient owes the charge, since the provider has no contract with the plan"
		}
		Bearer::Nobody => "Nobody owes it again",
	};
	vec![
		format!("Step 1: refused, since {why} (FHIR: {}).", refusal.fhir_code()),
		format!(
			"{whose}: patient {}, written off {}, another insurer {}.",
			judged.patient.0, judged.write_off.0, judged.other.0
		),
	]
}

/// The steps that took or gave something.
fn steps(line: &Line, judged: &JudgedLine) -> Vec<String> {
	let JudgedLine { payable, allowed, deductible, copayment, coinsurance, .. } = *judged;
	let mut told = vec![format!(
		"Step 2: {} of the charge is allowed, for {payable} of {} units at the plan's price.",
		allowed.0, line.units
	)];
	let mut tell = |amount: u64, text: String| {
		if amount != 0 {
			told.push(text);
		}
	};
	tell(deductible.0, format!("Step 3: {} goes to the deductible.", deductible.0));
	tell(copayment.0, format!("Step 4: {} is the visit's co-payment.", copayment.0));
	tell(coinsurance.0, format!("Step 5: {} is the patient's co-insurance.", coinsurance.0));
	let relief = judged.relief.0;
	tell(relief, format!("Step 6: {relief} less, since the out-of-pocket maximum is reached."));
	let above = judged.above_limits.0;
	tell(above, format!("Step 7: {above} is above what the plan pays at most."));
	let other = judged.other.0;
	tell(other, format!("Step 8: another insurer paid {other}."));
	let written_off = judged.write_off.0;
	tell(written_off, format!("The provider may ask nobody for {written_off}."));
	told.push(format!("The insurer pays {}, the patient {}.", judged.paid.0, judged.patient.0));
	told
}
