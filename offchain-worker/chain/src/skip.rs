// SPDX-License-Identifier: Apache-2.0
//! Passes over a value of SCALE by its type in the metadata, to learn where it ends.
//!
//! `scale-decode` does it too, but as deep as the bytes say: a node that gives a type which holds itself, and bytes to
//! match, would end the program by its stack; and a list of four thousand million nothings, by its time.

use codec::{Compact, Decode};
use scale_info::{Field, PortableRegistry, TypeDef, TypeDefPrimitive, form::PortableForm};

/// How deep values may lie in each other: those of a runtime's events take a dozen levels.
const MAX_DEPTH: usize = 64;
/// Values in one: bytes of a list are passed over at once.
const MAX_VALUES: usize = 1_000_000;

type Skipped = Result<(), String>;

/// Moves `bytes` beyond a value of this type.
pub(super) fn skip(types: &PortableRegistry, ty: u32, bytes: &mut &[u8]) -> Skipped {
	let mut skip = Skip { types, left: MAX_VALUES };
	skip.value(ty, bytes, MAX_DEPTH)
}

struct Skip<'a> {
	types: &'a PortableRegistry,
	left: usize,
}

impl Skip<'_> {
	fn value(&mut self, ty: u32, bytes: &mut &[u8], depth: usize) -> Skipped {
		let depth = depth.checked_sub(1).ok_or("a value is too deep")?;
		self.left = self.left.checked_sub(1).ok_or("a value has too many parts")?;
		let ty = self.types.resolve(ty).ok_or_else(|| format!("no type {ty}"))?;
		match &ty.type_def {
			TypeDef::Composite(composite) => self.fields(&composite.fields, bytes, depth),
			TypeDef::Variant(variants) => {
				let index = u8::decode(bytes).map_err(|cause| cause.to_string())?;
				let mut variants = variants.variants.iter();
				let variant = variants
					.find(|variant| variant.index == index)
					.ok_or_else(|| format!("no variant {index}"))?;
				self.fields(&variant.fields, bytes, depth)
			}
			TypeDef::Tuple(tuple) => {
				tuple.fields.iter().try_for_each(|field| self.value(field.id, bytes, depth))
			}
			TypeDef::Sequence(sequence) => {
				let count = length(bytes)?;
				self.items(sequence.type_param.id, count, bytes, depth)
			}
			TypeDef::Array(array) => {
				let count = usize::try_from(array.len).map_err(|cause| cause.to_string())?;
				self.items(array.type_param.id, count, bytes, depth)
			}
			TypeDef::Primitive(TypeDefPrimitive::Str) => {
				let count = length(bytes)?;
				advance(bytes, count)
			}
			TypeDef::Primitive(primitive) => advance(bytes, size(primitive)),
			TypeDef::Compact(_) => {
				Compact::<u128>::decode(bytes).map(drop).map_err(|cause| cause.to_string())
			}
			// No event of a runtime of ours has bits, whose form would have to be learnt from two more types.
			TypeDef::BitSequence(_) => Err("a value is of bits".into()),
		}
	}

	fn fields(
		&mut self,
		fields: &[Field<PortableForm>],
		bytes: &mut &[u8],
		depth: usize,
	) -> Skipped {
		fields.iter().try_for_each(|field| self.value(field.ty.id, bytes, depth))
	}

	fn items(&mut self, ty: u32, count: usize, bytes: &mut &[u8], depth: usize) -> Skipped {
		let item = self.types.resolve(ty).map(|ty| &ty.type_def);
		if let Some(TypeDef::Primitive(primitive)) = item
			&& !matches!(primitive, TypeDefPrimitive::Str)
		{
			let length = count.checked_mul(size(primitive)).ok_or("a list is too long")?;
			return advance(bytes, length);
		}
		(0..count).try_for_each(|_| self.value(ty, bytes, depth))
	}
}

fn length(bytes: &mut &[u8]) -> Result<usize, String> {
	let Compact(length) = Compact::<u32>::decode(bytes).map_err(|cause| cause.to_string())?;
	usize::try_from(length).map_err(|cause| cause.to_string())
}

fn advance(bytes: &mut &[u8], count: usize) -> Skipped {
	let (_, rest) = bytes.split_at_checked(count).ok_or("the bytes end before the value does")?;
	*bytes = rest;
	Ok(())
}

/// Bytes of a primitive; a text says its own length.
fn size(primitive: &TypeDefPrimitive) -> usize {
	match primitive {
		TypeDefPrimitive::Bool | TypeDefPrimitive::U8 | TypeDefPrimitive::I8 => 1,
		TypeDefPrimitive::U16 | TypeDefPrimitive::I16 => 2,
		TypeDefPrimitive::Char | TypeDefPrimitive::U32 | TypeDefPrimitive::I32 => 4,
		TypeDefPrimitive::U64 | TypeDefPrimitive::I64 => 8,
		TypeDefPrimitive::U128 | TypeDefPrimitive::I128 => 16,
		TypeDefPrimitive::U256 | TypeDefPrimitive::I256 => 32,
		TypeDefPrimitive::Str => 0,
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use codec::Encode;
	use scale_info::{MetaType, Registry, TypeInfo, meta_type};

	fn registry(ty: MetaType) -> (PortableRegistry, u32) {
		let mut registry = Registry::new();
		let id = registry.register_type(&ty).id;
		(registry.into(), id)
	}

	/// How many bytes are left behind a value of this type.
	fn left<T: TypeInfo + 'static>(bytes: &[u8]) -> Result<usize, String> {
		let (types, ty) = registry(meta_type::<T>());
		let mut rest = bytes;
		skip(&types, ty, &mut rest).map(|()| rest.len())
	}

	#[test]
	fn a_value_ends_where_its_encoding_does() {
		type Fields = (
			Option<[u8; 4]>,
			Vec<u64>,
			Vec<Vec<u8>>,
			String,
			Compact<u128>,
			Result<bool, u16>,
			[(u8, u32); 2],
			(),
		);
		let value: Fields = (
			Some([1; 4]),
			vec![1, 2],
			vec![vec![1], vec![]],
			"text".into(),
			Compact(u128::MAX),
			Err(7),
			[(1, 2); 2],
			(),
		);
		let mut bytes = value.encode();
		assert_eq!(left::<Fields>(&bytes), Ok(0));
		bytes.extend([9; 3]);
		assert_eq!(left::<Fields>(&bytes), Ok(3));
		let cut = value.encode();
		for length in 0..cut.len() {
			assert!(left::<Fields>(&cut[..length]).is_err(), "cut to {length}");
		}
	}

	#[test]
	fn a_value_in_a_value_in_a_value_does_not_end_the_program() {
		#[derive(TypeInfo)]
		struct Nested(#[allow(dead_code)] Vec<Nested>);
		// Each level a list of one.
		assert!(left::<Nested>(&[4; 1_000_000]).unwrap_err().contains("deep"));
		assert_eq!(left::<Nested>(&[4, 4, 0]), Ok(0));
	}

	#[test]
	fn a_list_of_very_many_nothings_ends() {
		let many = Compact(u32::MAX).encode();
		assert!(left::<Vec<()>>(&many).unwrap_err().contains("many"));
		assert!(left::<Vec<u64>>(&many).is_err());
	}
}
