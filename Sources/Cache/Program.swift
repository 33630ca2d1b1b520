import CProcess

/// The running program, by all the machine code that it consists of.
enum Program {
  /// The build ids of the executable and of its shared libraries, the solver's among them; nil where
  /// one of them has none, so that two programs could not be told apart.
  ///
  /// A build id is the linker's digest of the whole file, so that theorems compiled from other models,
  /// or decided by another checker, belong to another program.
  static let identity: [UInt8]? = {
    var all = Objects()
    withUnsafeMutablePointer(to: &all) { all in
      visit_loaded_objects(
        { name, id, size, all in
          let all = all!.assumingMemoryBound(to: Objects.self)
          all.pointee.add(String(cString: name!), UnsafeBufferPointer(start: id, count: size))
        }, all)
    }
    return all.isComplete ? all.ids : nil
  }()

  private struct Objects {
    var ids: [UInt8] = []
    var isComplete = true

    mutating func add(_ name: String, _ id: UnsafeBufferPointer<UInt8>) {
      // What the kernel itself maps in is no part of the program.
      if name.hasPrefix("linux-vdso") { return }
      if id.isEmpty { isComplete = false }
      ids.append(UInt8(id.count))
      ids += id
    }
  }
}
