// SPDX-License-Identifier: Apache-2.0
//! Which operators run a model: only they are drawn for it.

use crate::{Config, Declarations, Error, Event, Models, Pallet};
use alloc::{collections::BTreeSet, vec::Vec};
use codec::{Decode, Encode, MaxEncodedLen};
use polkadot_sdk::{
	frame_support::{
		CloneNoBound, DebugNoBound, EqNoBound, PartialEqNoBound, ensure,
		traits::{Consideration, Footprint},
	},
	sp_runtime::DispatchResult,
};
use salus_primitives::{ModelId, Operators};
use scale_info::TypeInfo;

/// An operator's word that it runs a model.
#[derive(
	CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound, Encode, Decode, MaxEncodedLen, TypeInfo,
)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound(T: Config))]
pub struct Declaration<T: Config> {
	/// The operator.
	pub operator: T::AccountId,
	/// What pays for the storage.
	pub ticket: T::Consideration,
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_declare_model(operator: T::AccountId, id: ModelId) -> DispatchResult {
		let in_service = T::Operators::in_service();
		ensure!(in_service.contains(&operator), Error::<T>::NotPermitted);
		ensure!(Models::<T>::contains_key(id), Error::<T>::NotFound);
		let mut declarations = Declarations::<T>::get(id);
		ensure!(
			declarations.iter().all(|declaration| declaration.operator != operator),
			Error::<T>::AlreadyDeclared
		);
		// One that left service is not drawn, so it gives way rather than keep another out.
		if declarations.is_full() {
			let index = declarations
				.iter()
				.position(|declaration| !in_service.contains(&declaration.operator))
				.ok_or(Error::<T>::TooManyDeclarations)?;
			let gone = declarations.remove(index);
			Self::end_declaration(id, gone);
		}
		let ticket = T::Consideration::new(&operator, Self::declaration_footprint())?;
		declarations
			.try_push(Declaration { operator: operator.clone(), ticket })
			.map_err(|_| Error::<T>::TooManyDeclarations)?;
		Declarations::<T>::insert(id, declarations);
		Self::deposit_event(Event::ModelDeclared { model: id, operator });
		Ok(())
	}

	/// Asks nobody to be in service, so that an operator that has left can take back its deposit.
	pub(crate) fn do_retract_model(operator: T::AccountId, id: ModelId) -> DispatchResult {
		let mut declarations = Declarations::<T>::get(id);
		let index = declarations
			.iter()
			.position(|declaration| declaration.operator == operator)
			.ok_or(Error::<T>::NotDeclared)?;
		let gone = declarations.remove(index);
		if declarations.is_empty() {
			Declarations::<T>::remove(id);
		} else {
			Declarations::<T>::insert(id, declarations);
		}
		Self::end_declaration(id, gone);
		Ok(())
	}

	/// Ends all declarations of a model that is withdrawn, and returns how many there were.
	pub(crate) fn end_declarations(id: ModelId) -> u32 {
		let declarations = Declarations::<T>::take(id);
		let count = u32::try_from(declarations.len()).unwrap_or(u32::MAX);
		for declaration in declarations {
			Self::end_declaration(id, declaration);
		}
		count
	}

	fn end_declaration(model: ModelId, declaration: Declaration<T>) {
		let Declaration { operator, ticket } = declaration;
		Self::release(ticket, &operator);
		Self::deposit_event(Event::ModelRetracted { model, operator });
	}

	pub(crate) fn declaration_footprint() -> Footprint {
		Footprint::from_mel::<Declaration<T>>()
	}

	/// The operators in service that have declared the model.
	pub(crate) fn running(id: ModelId, mut in_service: Vec<T::AccountId>) -> Vec<T::AccountId> {
		let declared: BTreeSet<_> = Self::declared(id).into_iter().collect();
		in_service.retain(|operator| declared.contains(operator));
		in_service
	}

	/// The operators that have declared the model, in service or not, the first to declare it first.
	pub fn declared(id: ModelId) -> Vec<T::AccountId> {
		Declarations::<T>::get(id).into_iter().map(|declaration| declaration.operator).collect()
	}
}
