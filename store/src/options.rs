//! How much memory, log and threads a store may use, and how RocksDB is set up for it.

use crate::{Access, ColumnFamily, keys};
use rocksdb::{
    BlockBasedOptions, Cache, ColumnFamilyDescriptor, DBCompressionType, SliceTransform,
    WriteBufferManager,
};

/// Limits of a store. The defaults keep it below 200 MB of memory whatever its size.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// Blocks, filters and write buffers together, in bytes. Default: 128 MiB. Minimum: 16 MiB.
    pub cache_bytes: usize,
    /// The part of `cache_bytes` that write buffers may take. Default: 64 MiB. Minimum: 8 MiB.
    pub write_buffer_bytes: usize,
    /// Write-ahead log kept before buffers are written out, in bytes: bounds the time to open after a crash.
    /// Default: 256 MiB.
    pub log_bytes: u64,
    /// Threads for flushing and compaction. Default: 2. Minimum: 1.
    pub background_jobs: i32,
    /// zstd level of bodies, each compressed alone. Default: 3.
    ///
    /// Measured on 150,000 Synthea resources of 1.5 KB, one thread: level 3 stores 651 bytes a body, 32,000 commits/s
    /// and 52,000 reads/s; level 1 the same size, 37,000 and 50,000. Blocks of 16 KB compressed by RocksDB instead:
    /// 462 bytes, 23,000 and 23,000; with a dictionary a table: 303 bytes, 10,000 and 14,000.
    pub compression_level: i32,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            cache_bytes: 128 << 20,
            write_buffer_bytes: 64 << 20,
            log_bytes: 256 << 20,
            background_jobs: 2,
            compression_level: 3,
        }
    }
}

impl Options {
    pub(crate) fn database(&self, access: Access) -> rocksdb::Options {
        let mut options = rocksdb::Options::default();
        let create = access == Access::Write;
        options.create_if_missing(create);
        options.create_missing_column_families(create);
        options.set_max_background_jobs(self.background_jobs.max(1));
        options.set_max_total_wal_size(self.log_bytes);
        options.set_keep_log_file_num(4);
        options.set_max_log_file_size(4 << 20);
        options.set_stats_dump_period_sec(0);
        // A secondary must hold the files it reads open: the writer deletes them after a compaction.
        options.set_max_open_files(if create { 512 } else { -1 });
        options
    }

    /// One cache for all families, so that the limit is one number.
    pub(crate) fn families(&self, database: &mut rocksdb::Options) -> Vec<ColumnFamilyDescriptor> {
        let cache = Cache::new_lru_cache(self.cache_bytes.max(16 << 20));
        let buffers = self.write_buffer_bytes.max(8 << 20);
        let manager =
            WriteBufferManager::new_write_buffer_manager_with_cache(buffers, false, cache.clone());
        database.set_write_buffer_manager(&manager);
        ColumnFamily::ALL
            .into_iter()
            .map(|family| {
                ColumnFamilyDescriptor::new(family.name(), family_options(family, &cache, buffers))
            })
            .collect()
    }
}

fn family_options(family: ColumnFamily, cache: &Cache, buffers: usize) -> rocksdb::Options {
    let mut options = rocksdb::Options::default();
    options.set_write_buffer_size(buffers / 4);
    options.set_target_file_size_base(128 << 20);
    options.set_max_bytes_for_level_base(512 << 20);
    let mut table = BlockBasedOptions::default();
    table.set_block_cache(cache);
    table.set_cache_index_and_filter_blocks(true);
    table.set_pin_l0_filter_and_index_blocks_in_cache(true);
    table.set_format_version(5);
    table.set_block_size(16 << 10);
    // Bodies come compressed; what is left are hashes and short numbers with long common prefixes.
    options.set_compression_type(match family {
        ColumnFamily::Body => DBCompressionType::None,
        _ => DBCompressionType::Zstd,
    });
    match family {
        ColumnFamily::AsOf => {
            // A new id is told by the filter, without a read.
            options.set_prefix_extractor(SliceTransform::create(
                "resource",
                keys::resource_prefix,
                None,
            ));
            options.set_memtable_prefix_bloom_ratio(0.05);
            table.set_bloom_filter(10.0, false);
            table.set_whole_key_filtering(false);
        }
        ColumnFamily::Body | ColumnFamily::Resource | ColumnFamily::Reverse => {
            table.set_bloom_filter(10.0, false)
        }
        _ => {}
    }
    options.set_block_based_table_factory(&table);
    options
}
