//! The closed lists: the only health words that may stand on the chain. Data rule 2.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Declares a closed list: the words in order, each with its index and how it is spelt, by its standard or,
/// where no standard spells it, in camelCase. `$what` says in the singular what it is a list of.
macro_rules! words {
	(
		$(#[$doc:meta])* $name:ident $what:literal
		{ $($(#[$word_doc:meta])* $word:ident = $index:literal $code:literal,)* }
	) => {
		$(#[$doc])*
		#[derive(
			Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug,
			Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
		)]
		#[repr(u8)]
		pub enum $name {
			$($(#[$word_doc])* #[codec(index = $index)] $word = $index,)*
		}

		impl $name {
			/// Every word of the list, in order.
			pub const ALL: &'static [Self] = &[$(Self::$word),*];

			/// The word as it is written.
			pub fn code(self) -> &'static str {
				match self { $(Self::$word => $code,)* }
			}

			/// The word that is written so; `None` if the list has no such word.
			pub fn from_code(code: &str) -> Option<Self> {
				Self::ALL.iter().copied().find(|word| word.code() == code)
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
						Self::ALL.iter().map(|word| word.code()).collect();
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

pub(crate) use words;

words!(
	/// Why somebody reads: HL7 v3 ActReason, and CDS for decision support.
	Purpose "purpose" {
		/// Treatment.
		Treatment = 0 "TREAT",
		/// Emergency treatment.
		EmergencyTreatment = 1 "ETREAT",
		/// Break the glass: an emergency without consent.
		BreakGlass = 2 "BTG",
		/// Care management.
		CareManagement = 3 "CAREMGT",
		/// Payment of health care.
		Payment = 4 "HPAYMT",
		/// Health-care operations.
		Operations = 5 "HOPERAT",
		/// Research.
		Research = 6 "HRESCH",
		/// Public health.
		PublicHealth = 7 "PUBHLTH",
		/// The patient's own request.
		PatientRequest = 8 "PATRQT",
		/// Decision support: risk models run by operators.
		DecisionSupport = 9 "CDS",
	}
);

words!(
	/// What kind of document a record holds, by FHIR resource.
	Category "category" {
		/// A visit or stay.
		Encounter = 0 "Encounter",
		/// Diagnoses and problems.
		Condition = 1 "Condition",
		/// Laboratory results.
		ObservationLaboratory = 2 "Observation-laboratory",
		/// Vital signs.
		ObservationVitalSigns = 3 "Observation-vital-signs",
		/// Imaging reports.
		DiagnosticReportImaging = 4 "DiagnosticReport-imaging",
		/// Prescriptions.
		MedicationRequest = 5 "MedicationRequest",
		/// Vaccinations.
		Immunization = 6 "Immunization",
		/// Procedures and operations.
		Procedure = 7 "Procedure",
		/// Allergies and intolerances.
		AllergyIntolerance = 8 "AllergyIntolerance",
		/// Care plans.
		CarePlan = 9 "CarePlan",
		/// Clinical notes.
		DocumentReference = 10 "DocumentReference",
		/// Claims.
		Claim = 11 "Claim",
		/// Results of risk models.
		RiskAssessment = 12 "RiskAssessment",
		/// Genomic data.
		Genomics = 13 "Genomics",
	}
);

words!(
	/// What a provision lets somebody do: FHIR consent actions.
	Action "action" {
		/// Read records.
		Access = 0 "access",
		/// Write records for the patient.
		Collect = 1 "collect",
	}
);

words!(
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
