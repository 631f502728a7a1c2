// SPDX-License-Identifier: Apache-2.0
//! What happened to work that drawn operators do.

use super::{ChainError, Event, fields};

pub(super) const PALLET: &str = "Quorum";

/// An event of this name.
pub(super) fn decode(name: &str, bytes: &[u8]) -> Result<Option<Event>, ChainError> {
	Ok(Some(match name {
		"Opened" => Event::TaskOpened { task: fields(PALLET, name, bytes)? },
		"Drawn" => {
			let (task, operators, _busy): (_, _, u32) = fields(PALLET, name, bytes)?;
			Event::Drawn { task, operators }
		}
		"Sealed" => {
			let (task, operator) = fields(PALLET, name, bytes)?;
			Event::Sealed { task, operator }
		}
		"Refused" => {
			let (task, operator) = fields(PALLET, name, bytes)?;
			Event::Refused { task, operator }
		}
		"Revealed" => {
			let (task, operator, digest) = fields(PALLET, name, bytes)?;
			Event::Revealed { task, operator, digest }
		}
		"Settled" => {
			let (task, digest, agreeing) = fields(PALLET, name, bytes)?;
			Event::TaskSettled { task, digest, agreeing }
		}
		"Failed" => Event::TaskFailed { task: fields(PALLET, name, bytes)? },
		"Paid" => {
			let (task, operator, amount) = fields(PALLET, name, bytes)?;
			Event::Paid { task, operator, amount }
		}
		"Closed" => {
			let (task, returned) = fields(PALLET, name, bytes)?;
			Event::TaskClosed { task, returned }
		}
		"Out" => {
			let (operator, cause) = fields(PALLET, name, bytes)?;
			Event::Out { operator, cause }
		}
		"Back" => Event::Back { operator: fields(PALLET, name, bytes)? },
		"Accused" => {
			let (task, operator, fault) = fields(PALLET, name, bytes)?;
			Event::Accused { task, operator, fault }
		}
		"Challenged" => {
			let (task, operator) = fields(PALLET, name, bytes)?;
			Event::Challenged { task, operator }
		}
		"Excused" => {
			let (task, operator) = fields(PALLET, name, bytes)?;
			Event::Excused { task, operator }
		}
		"Penalised" => {
			let (task, operator, fault) = fields(PALLET, name, bytes)?;
			Event::Penalised { task, operator, fault }
		}
		_ => return Ok(None),
	}))
}
