// SPDX-License-Identifier: Apache-2.0
//! The commands by which a patient permits what is missing, and by which somebody asks them to.

use salus_chain::AccountId;
use salus_primitives::{Action, Category, Compartment, Purpose};

/// What a patient does not permit yet.
pub struct Missing<'a> {
	/// To whom: as `--to` takes it, for decision support with `--classes` and `--asker`.
	pub to: &'a str,
	/// What.
	pub action: Action,
	/// In which kind of document.
	pub category: Category,
	/// In which compartment.
	pub compartment: Compartment,
	/// What for.
	pub purpose: Purpose,
}

impl Missing<'_> {
	/// What the patient types.
	pub fn grant(&self) -> String {
		format!("salus consent grant {}", self.terms())
	}

	/// What somebody else types, so that the patient only has to accept it.
	pub fn ask(&self, patient: &AccountId) -> String {
		format!("salus consent ask --patient {patient} {}", self.terms())
	}

	fn terms(&self) -> String {
		let Self { to, action, category, compartment, purpose } = self;
		// Access is what is taken when no action is named.
		let actions = match action {
			Action::Access => String::new(),
			Action::Collect => format!(" --actions {action}"),
		};
		let compartments = match compartment {
			Compartment::General => String::new(),
			other => format!(" --compartments {}", other.number()),
		};
		format!(
			"--permit --to {to}{actions} --categories {category} --purposes {purpose}{compartments}"
		)
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn the_commands_name_what_is_missing_and_no_more() {
		let missing = Missing {
			to: "5Doctor",
			action: Action::Access,
			category: Category::Condition,
			compartment: Compartment::General,
			purpose: Purpose::Treatment,
		};
		let grant =
			"salus consent grant --permit --to 5Doctor --categories Condition --purposes TREAT";
		assert_eq!(missing.grant(), grant);
		let operators = "decision-support --classes clinical --asker 5Doctor";
		let purpose = Purpose::DecisionSupport;
		assert_eq!(
			Missing { to: operators, purpose, ..missing }.grant(),
			"salus consent grant --permit --to decision-support --classes clinical --asker 5Doctor --categories \
			 Condition --purposes CDS"
		);
		let patient = AccountId::new([1; 32]);
		let writing =
			Missing { action: Action::Collect, compartment: Compartment::Three, ..missing };
		assert_eq!(
			writing.ask(&patient),
			format!(
				"salus consent ask --patient {patient} --permit --to 5Doctor --actions collect --categories Condition \
				 --purposes TREAT --compartments 3"
			)
		);
	}
}
