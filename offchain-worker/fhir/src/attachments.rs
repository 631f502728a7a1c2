// SPDX-License-Identifier: Apache-2.0
//! Attachments: the bytes of a printed report or an image, which make values unreadable for models when
//! they stand beside them, are filed apart and joined again for whoever can open both.
//!
//! A `data` that is taken out leaves an extension in its place (`_data`) with a URN that is made of
//! the bytes. The bytes stand under that URN as a `Binary`, tagged with the category of the resource from
//! which they came. All of it lies in encrypted documents.

use super::{Fault, FhirError, codes, elements::traverse, structure};
use salus_primitives::Category;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::collections::{HashMap, HashSet};

/// Characters of base64 beyond which bytes are filed apart.
pub const MAX_INLINE_CHARACTERS: usize = 64 * 1024;
/// The extension that stands in the place of bytes that were filed apart.
pub const FILED_APART: &str = "urn:salus:filed-apart";

/// Takes long attachments out of a resource; returns them as entries of a bundle.
pub(crate) fn take(resource: &mut Value, category: Category) -> Vec<Value> {
	if structure::kind(resource) == Some("Binary") {
		return Vec::new();
	}
	let mut pointers = Vec::new();
	traverse(resource, "", &mut |found| {
		let long = |text: &str| text.len() > MAX_INLINE_CHARACTERS;
		if found.kind == "base64Binary" && found.value.as_str().is_some_and(long) {
			pointers.push(found.path.pointer());
		}
	});
	let security = resource.pointer("/meta/security").cloned();
	let mut entries = Vec::new();
	let mut seen = HashSet::new();
	for pointer in pointers {
		let Some((parent, name)) = pointer.rsplit_once('/') else {
			continue;
		};
		let Some(members) = resource.pointer_mut(parent).and_then(Value::as_object_mut) else {
			continue;
		};
		let instead = format!("_{name}");
		if members.contains_key(&instead) {
			continue;
		}
		let content_type = members.get("contentType").and_then(Value::as_str);
		let content_type = content_type.unwrap_or("application/octet-stream").to_owned();
		let Some(urn) = members.get(name).and_then(Value::as_str).map(urn) else {
			continue;
		};
		let mark = json!({ "extension": [{ "url": FILED_APART, "valueUrl": urn }] });
		let data = replace(members, name, instead, mark);
		if !seen.insert(urn.clone()) {
			continue;
		}
		let mut meta = json!({ "tag": [{ "system": codes::FILED_AS, "code": category.code() }] });
		if let (Some(security), Some(meta)) = (&security, meta.as_object_mut()) {
			meta.insert("security".into(), security.clone());
		}
		entries.push(json!({
			"fullUrl": urn,
			"resource": {
				"resourceType": "Binary", "meta": meta, "contentType": content_type, "data": data,
			},
		}));
	}
	entries
}

/// Whether an entry is such an attachment.
pub(crate) fn is_attachment(entry: &Value) -> bool {
	let resource = entry.get("resource").unwrap_or(&Value::Null);
	let tags = resource.pointer("/meta/tag").and_then(Value::as_array);
	structure::kind(resource) == Some("Binary")
		&& tags
			.into_iter()
			.flatten()
			.any(|tag| tag.get("system").and_then(Value::as_str) == Some(codes::FILED_AS))
}

/// Whether a document holds attachments that were filed apart, by its first bytes as `Bundle::split` writes
/// them: such a document may be far longer than one that is read. A document that
/// begins otherwise is taken for an ordinary one.
pub fn begins_as_attachments(beginning: &[u8]) -> bool {
	let text = beginning.utf8_chunks().next().map(|chunk| chunk.valid());
	let entry = text
		.filter(|text| text.starts_with(r#"{"resourceType":"Bundle","#))
		.and_then(|text| text.split_once(r#""entry":[{"fullUrl":"urn:"#));
	let Some((before, first)) = entry else {
		return false;
	};
	let marked = format!(
		r#","resource":{{"resourceType":"Binary","meta":{{"tag":[{{"system":"{}","code":""#,
		codes::FILED_AS
	);
	let after_name = first.split_once('"').map(|(_, after)| after);
	!before.contains(r#""entry""#) && after_name.is_some_and(|after| after.starts_with(&marked))
}

/// Puts attachments back into the entries from which they came; those whose place is not among the
/// entries stay entries of their own, and a place whose attachment is not given stays marked.
pub(crate) fn put_back(
	mut entries: Vec<Value>,
	attachments: Vec<Value>,
) -> Result<Vec<Value>, FhirError> {
	let mut data = HashMap::new();
	for attachment in &attachments {
		let text = |pointer: &str| attachment.pointer(pointer).and_then(Value::as_str);
		let (name, bytes) = (text("/fullUrl").unwrap_or_default(), text("/resource/data"));
		let bytes = bytes.unwrap_or_default();
		if urn(bytes) != name {
			return Err(FhirError::of(
				Fault::AttachmentMismatch,
				name,
				"is not the attachment that was filed apart under this name",
			));
		}
		data.insert(name, bytes);
	}
	let mut used = HashSet::new();
	for entry in &mut entries {
		if let Some(resource) = entry.get_mut("resource") {
			restore(resource, &data, &mut used);
		}
	}
	let is_left = |entry: &&Value| {
		let name = entry.get("fullUrl").and_then(Value::as_str);
		!name.is_some_and(|name| used.contains(name))
	};
	let left: Vec<Value> = attachments.iter().filter(is_left).cloned().collect();
	entries.extend(left);
	Ok(entries)
}

/// Recursion is as deep as JSON may be.
fn restore<'a>(value: &mut Value, data: &HashMap<&'a str, &'a str>, used: &mut HashSet<&'a str>) {
	match value {
		Value::Array(items) => items.iter_mut().for_each(|item| restore(item, data, used)),
		Value::Object(members) => {
			let marked: Vec<_> = members
				.iter()
				.filter_map(|(name, member)| {
					let (urn, bytes) = data.get_key_value(mark_of(member)?)?;
					Some((name.clone(), name.strip_prefix('_')?.to_owned(), *urn, *bytes))
				})
				.collect();
			for (mark, name, urn, bytes) in marked {
				replace(members, &mark, name, bytes.into());
				used.insert(urn);
			}
			members.values_mut().for_each(|member| restore(member, data, used));
		}
		_ => {}
	}
}

/// The name of the attachment that was taken from here.
fn mark_of(of_primitive: &Value) -> Option<&str> {
	let [extension] = of_primitive.get("extension")?.as_array()?.as_slice() else {
		return None;
	};
	let text = |member: &str| extension.get(member).and_then(Value::as_str);
	(text("url") == Some(FILED_APART)).then(|| text("valueUrl"))?
}

/// Puts a member in the place of another, and returns what stood there.
fn replace(members: &mut Map<String, Value>, name: &str, by: String, value: Value) -> Value {
	let mut taken = Value::Null;
	let mut by = Some((by, value));
	for (found, member) in std::mem::take(members) {
		match by.take_if(|_| found == name) {
			Some((name, value)) => {
				members.insert(name, value);
				taken = member;
			}
			None => {
				members.insert(found, member);
			}
		}
	}
	taken
}

/// A UUID of version 8 (RFC 9562) made of the SHA-256 of the text.
fn urn(text: &str) -> String {
	let hash = Sha256::digest(text.as_bytes());
	let mut uuid = [0; 16];
	uuid.iter_mut().zip(hash).for_each(|(ours, byte)| *ours = byte);
	let number = u128::from_be_bytes(uuid);
	let number = number & !(0xf << 76) & !(0x3 << 62) | (0x8 << 76) | (0x2 << 62);
	let hex = format!("{number:032x}");
	let part = |from: usize, to: usize| hex.get(from..to).unwrap_or_default();
	format!(
		"urn:uuid:{}-{}-{}-{}-{}",
		part(0, 8),
		part(8, 12),
		part(12, 16),
		part(16, 20),
		part(20, 32)
	)
}
