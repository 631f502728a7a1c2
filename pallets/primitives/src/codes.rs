// SPDX-License-Identifier: Apache-2.0
//! The closed lists of codes: all that the chain may tell of health. Data rule 2.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Declares a closed list: its codes in order, each with its index and how it is spelt, by its standard or,
/// where no standard spells it, in camelCase. `$what` says in the singular what it is a list of.
macro_rules! codes {
	(
		$(#[$doc:meta])* $name:ident $what:literal
		{ $($(#[$variant_doc:meta])* $variant:ident = $index:literal $code:literal,)* }
	) => {
		$(#[$doc])*
		#[derive(
			Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug,
			Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
		)]
		// The standards' codes stand in the metadata, for clients that show a variant by its name only.
		#[scale_info(capture_docs = "always")]
		#[repr(u8)]
		pub enum $name {
			$($(#[$variant_doc])* #[codec(index = $index)] $variant = $index,)*
		}

		impl $name {
			/// Every code of the list, in order.
			pub const ALL: &'static [Self] = &[$(Self::$variant),*];

			/// The code as it is written.
			pub fn code(self) -> &'static str {
				match self { $(Self::$variant => $code,)* }
			}

			/// The code that is written so; `None` if it is not in the list.
			pub fn from_code(code: &str) -> Option<Self> {
				Self::ALL.iter().copied().find(|known| known.code() == code)
			}
		}

		impl core::fmt::Display for $name {
			fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
				f.write_str(self.code())
			}
		}

		#[cfg(feature = "serde")]
		impl serde::Serialize for $name {
			fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
				serializer.serialize_str(self.code())
			}
		}

		#[cfg(feature = "serde")]
		impl<'de> serde::Deserialize<'de> for $name {
			fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
				let given =
					<alloc::string::String as serde::Deserialize>::deserialize(deserializer)?;
				Self::from_code(&given).ok_or_else(|| {
					let known: alloc::vec::Vec<_> =
						Self::ALL.iter().map(|code| code.code()).collect();
					serde::de::Error::custom(alloc::format!(
						"`{given}` is not a known {}; there are {}",
						$what,
						known.join(", ")
					))
				})
			}
		}
	};
}

pub(crate) use codes;

codes!(
	/// Why a reader reads: HL7 v3 ActReason, and CDS for decision support.
	Purpose "purpose" {
		/// `TREAT`: treatment.
		Treatment = 0 "TREAT",
		/// `ETREAT`: emergency treatment.
		EmergencyTreatment = 1 "ETREAT",
		/// `BTG`: break the glass: an emergency without consent.
		BreakGlass = 2 "BTG",
		/// `CAREMGT`: care management.
		CareManagement = 3 "CAREMGT",
		/// `HPAYMT`: payment of health care.
		Payment = 4 "HPAYMT",
		/// `HOPERAT`: health-care operations.
		Operations = 5 "HOPERAT",
		/// `HRESCH`: research.
		Research = 6 "HRESCH",
		/// `PUBHLTH`: public health.
		PublicHealth = 7 "PUBHLTH",
		/// `PATRQT`: the patient's own request.
		PatientRequest = 8 "PATRQT",
		/// `CDS`: decision support: risk models run by operators.
		DecisionSupport = 9 "CDS",
	}
);

impl Purpose {
	/// Under which purpose of the list HL7's v3 ActReason places this one. Decision support, which is not HL7's, serves
	/// payment and research as well as treatment, and so stands under none.
	pub const fn parent(self) -> Option<Self> {
		match self {
			Self::EmergencyTreatment => Some(Self::Treatment),
			Self::BreakGlass => Some(Self::EmergencyTreatment),
			Self::CareManagement => Some(Self::Operations),
			Self::Treatment
			| Self::Payment
			| Self::Operations
			| Self::Research
			| Self::PublicHealth
			| Self::PatientRequest
			| Self::DecisionSupport => None,
		}
	}

	/// This purpose and those above it: whoever denies one of them denies this one. Data rule 7.
	pub fn and_above(self) -> impl Iterator<Item = Self> {
		core::iter::successors(Some(self), |purpose| purpose.parent())
	}
}

codes!(
	/// What kind of document a record holds, by FHIR resource.
	Category "category" {
		/// `Encounter`: a visit or stay.
		Encounter = 0 "Encounter",
		/// `Condition`: diagnoses and problems.
		Condition = 1 "Condition",
		/// `Observation-laboratory`: laboratory results.
		ObservationLaboratory = 2 "Observation-laboratory",
		/// `Observation-vital-signs`: vital signs.
		ObservationVitalSigns = 3 "Observation-vital-signs",
		/// `DiagnosticReport-imaging`: imaging reports.
		DiagnosticReportImaging = 4 "DiagnosticReport-imaging",
		/// `MedicationRequest`: prescriptions.
		MedicationRequest = 5 "MedicationRequest",
		/// `Immunization`: vaccinations.
		Immunization = 6 "Immunization",
		/// `Procedure`: procedures and operations.
		Procedure = 7 "Procedure",
		/// `AllergyIntolerance`: allergies and intolerances.
		AllergyIntolerance = 8 "AllergyIntolerance",
		/// `CarePlan`: care plans.
		CarePlan = 9 "CarePlan",
		/// `DocumentReference`: clinical notes.
		DocumentReference = 10 "DocumentReference",
		/// `Claim`: claims.
		Claim = 11 "Claim",
		/// `RiskAssessment`: results of risk models.
		RiskAssessment = 12 "RiskAssessment",
		/// `Genomics`: genomic data.
		Genomics = 13 "Genomics",
	}
);

codes!(
	/// What a provision permits or denies: FHIR consent actions.
	Action "action" {
		/// `access`: read records.
		Access = 0 "access",
		/// `collect`: write records for the patient.
		Collect = 1 "collect",
	}
);

codes!(
	/// What a model was made from, and so what its figures can say.
	Evidence "evidence" {
		/// Data of real people: learnt from them, and measured on them.
		People = 0 "people",
		/// A publication, as it stands: nothing was learnt.
		Publication = 1 "publication",
		/// People whom a program made up. Its figures say nothing about patients.
		Simulation = 2 "simulation",
	}
);

#[cfg(test)]
mod tests {
	use super::*;
	use alloc::{format, string::String, vec::Vec};
	use scale_info::TypeDef;

	/// What the metadata tells of each code of a list.
	fn docs<List: TypeInfo>() -> Vec<String> {
		let TypeDef::Variant(list) = List::type_info().type_def else { panic!("not a list") };
		list.variants.iter().map(|variant| variant.docs.join(" ")).collect()
	}

	#[test]
	fn data_rule_7_purposes_stand_under_each_other_as_hl7_places_them() {
		use Purpose::{BreakGlass, CareManagement, EmergencyTreatment, Operations, Treatment};
		let above = |purpose: Purpose| purpose.and_above().collect::<Vec<_>>();
		assert_eq!(above(BreakGlass), [BreakGlass, EmergencyTreatment, Treatment]);
		assert_eq!(above(CareManagement), [CareManagement, Operations]);
		let below = [BreakGlass, EmergencyTreatment, CareManagement];
		for root in Purpose::ALL.iter().copied().filter(|purpose| !below.contains(purpose)) {
			assert_eq!(above(root), [root]);
		}
	}

	#[test]
	fn the_metadata_tells_each_code() {
		let purposes = Purpose::ALL.iter().map(|code| code.code()).zip(docs::<Purpose>());
		let categories = Category::ALL.iter().map(|code| code.code()).zip(docs::<Category>());
		let actions = Action::ALL.iter().map(|code| code.code()).zip(docs::<Action>());
		for (code, told) in purposes.chain(categories).chain(actions) {
			assert!(told.starts_with(&format!("`{code}`: ")), "{code}: {told}");
		}
	}
}
