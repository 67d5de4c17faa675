// The C library under one name, so that no other file asks which system it is on.
#if canImport(Glibc)
    @_exported public import Glibc
#elseif canImport(Musl)
    @_exported public import Musl
#else
    @_exported public import Darwin
#endif

/// C functions whose names a method of ours hides.
package enum SystemCalls {
    /// As `write(2)`.
    package static func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
        bytes.baseAddress.map { write(descriptor, $0, bytes.count) } ?? 0
    }

    package static func write(_ descriptor: Int32, _ bytes: UnsafeRawPointer, _ count: Int) -> Int {
        #if canImport(Glibc)
            Glibc.write(descriptor, bytes, count)
        #elseif canImport(Musl)
            Musl.write(descriptor, bytes, count)
        #else
            Darwin.write(descriptor, bytes, count)
        #endif
    }

    /// The flag with which `posix_spawn` begins a session: glibc hides its name from Swift.
    static var spawnInOwnSession: Int32 {
        #if canImport(Darwin)
            0x0400
        #else
            0x80
        #endif
    }

    /// A path under which the running program can be started once more; nil where the system tells none.
    static var program: String? {
        #if canImport(Darwin)
            var length: UInt32 = 4096
            var path = [CChar](repeating: 0, count: Int(length))
            guard _NSGetExecutablePath(&path, &length) == 0 else { return nil }
            return String(decoding: path.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        #else
            "/proc/self/exe"
        #endif
    }

    /// When a file was last written; systems call the field differently.
    package static func modified(_ status: stat) -> timespec {
        #if canImport(Darwin)
            status.st_mtimespec
        #else
            status.st_mtim
        #endif
    }

    /// As `read(2)`.
    package static func read(_ descriptor: Int32, _ bytes: UnsafeMutableRawPointer, _ count: Int) -> Int {
        #if canImport(Glibc)
            Glibc.read(descriptor, bytes, count)
        #elseif canImport(Musl)
            Musl.read(descriptor, bytes, count)
        #else
            Darwin.read(descriptor, bytes, count)
        #endif
    }
}
