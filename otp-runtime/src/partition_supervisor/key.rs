//! Which partition a key belongs to.

use std::hash::{Hash, Hasher};

/// A key, as far as it matters: taken modulo the number of partitions it gives the partition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RouteKey(u128);

impl RouteKey {
    pub(super) fn of<K: Hash + ?Sized>(key: &K) -> Self {
        let mut seen = Seen::default();
        key.hash(&mut seen);
        RouteKey(seen.integer.unwrap_or_else(|| u128::from(seen.finish())))
    }

    /// `None` when there are no partitions.
    pub(super) fn partition(self, partitions: usize) -> Option<usize> {
        let partition = self.0.checked_rem(partitions as u128)?;
        usize::try_from(partition).ok()
    }
}

/// Looks at what a key hashes: one integer and nothing else is taken for what it is. The hash is FNV-1a, so that it stays
/// what it is from one run, and one version of Rust, to the next.
struct Seen {
    integer: Option<u128>,
    any: bool,
    state: u64,
}

impl Default for Seen {
    fn default() -> Self {
        Seen { integer: None, any: false, state: 0xcbf2_9ce4_8422_2325 }
    }
}

impl Seen {
    fn integer(&mut self, magnitude: u128, bytes: &[u8]) {
        let first = !self.any;
        self.write(bytes);
        self.integer = first.then_some(magnitude);
    }
}

macro_rules! integers {
    ($($unsigned:ident $signed:ident: $write_unsigned:ident $write_signed:ident),*) => {
        $(
            fn $write_unsigned(&mut self, value: $unsigned) {
                self.integer(value as u128, &value.to_le_bytes());
            }

            fn $write_signed(&mut self, value: $signed) {
                self.integer(value.unsigned_abs() as u128, &value.to_le_bytes());
            }
        )*
    };
}

impl Hasher for Seen {
    fn write(&mut self, bytes: &[u8]) {
        (self.any, self.integer) = (true, None);
        for byte in bytes {
            self.state = (self.state ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }

    integers!(
        u8 i8: write_u8 write_i8,
        u16 i16: write_u16 write_i16,
        u32 i32: write_u32 write_i32,
        u64 i64: write_u64 write_i64,
        u128 i128: write_u128 write_i128,
        usize isize: write_usize write_isize
    );

    /// The low bits of FNV are weak, and few partitions look at nothing else.
    fn finish(&self) -> u64 {
        let mut hash = self.state;
        for factor in [0xff51_afd7_ed55_8ccd, 0xc4ce_b9fe_1a85_ec53] {
            hash = (hash ^ (hash >> 33)).wrapping_mul(factor);
        }
        hash ^ (hash >> 33)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Hash)]
    struct Id(i16);

    fn partition<K: Hash + ?Sized>(key: &K, partitions: usize) -> usize {
        RouteKey::of(key).partition(partitions).unwrap()
    }

    #[test]
    fn integers_are_taken_for_what_they_are() {
        assert_eq!([0_u8, 1, 2, 3, 4, 5].map(|key| partition(&key, 3)), [0, 1, 2, 0, 1, 2]);
        assert_eq!([-1_i64, -2, -3, i64::MIN].map(|key| partition(&key, 3)), [1, 2, 0, 2]);
        assert_eq!(partition(&u128::MAX, 10), 5);
        assert_eq!((partition(&Id(-4), 3), partition(&&7_usize, 4)), (1, 3));
    }

    #[test]
    fn other_keys_are_spread_and_stay_where_they_are() {
        let mut hits = [0; 4];
        for key in 0..1_000 {
            hits[partition(&format!("key {key}"), 4)] += 1;
        }
        assert!(hits.iter().all(|hits| (200..300).contains(hits)), "{hits:?}");
        let keys = [partition("Acme", 1_000), partition(&(1, 2), 1_000), partition(&Some(3), 1_000)];
        assert_eq!(
            keys,
            [partition(&String::from("Acme"), 1_000), partition(&(1, 2), 1_000), partition(&Some(3), 1_000)]
        );
        assert_eq!(RouteKey::of("Acme"), RouteKey(15_943_357_300_397_237_485), "in any run");
    }

    #[test]
    fn without_partitions_a_key_belongs_nowhere() {
        assert_eq!(RouteKey::of(&1).partition(0), None);
    }
}
