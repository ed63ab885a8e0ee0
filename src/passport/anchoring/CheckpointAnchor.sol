// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// Keeps checkpoints of transparency logs: for a log (its origin) and a size, the root of the tree of that size.
///
/// Append-only: sizes of a log strictly increase, nothing is ever changed or taken away, and no code can be put in place of this.
/// Whoever anchors an origin first owns it here and may let further keys append; so in one contract an origin has one history.
contract CheckpointAnchor {
    struct Checkpoint {
        /// SHA-256 of the log's origin, the first line of its checkpoints.
        bytes32 origin;
        uint64 size;
        /// RFC 6962 root hash of the log's first `size` entries.
        bytes32 root;
    }

    event Anchored(bytes32 indexed origin, uint64 indexed size, bytes32 root);
    event OwnerSet(bytes32 indexed origin, address indexed owner, bool isOwner);

    error NotOwner(bytes32 origin, address sender);
    error NotLarger(bytes32 origin, uint64 lastSize, uint64 size);
    error NoRoot(bytes32 origin, uint64 size);
    error Oneself();

    /// The root anchored at exactly this size, or zero.
    mapping(bytes32 origin => mapping(uint64 size => bytes32 root)) public rootAt;
    /// The largest size anchored, or zero.
    mapping(bytes32 origin => uint64 size) public lastSize;
    mapping(bytes32 origin => mapping(address key => bool)) public isOwner;

    /// Anchors all of these, of one log or several, or none of them.
    function anchor(Checkpoint[] calldata checkpoints) external {
        for (uint256 i = 0; i < checkpoints.length; i++) append(checkpoints[i]);
    }

    /// Lets another key of the log append, or no longer. Nobody takes the right from oneself, so a log always has an owner.
    function setOwner(bytes32 origin, address key, bool mayAppend) external {
        if (!isOwner[origin][msg.sender]) revert NotOwner(origin, msg.sender);
        if (key == msg.sender) revert Oneself();
        isOwner[origin][key] = mayAppend;
        emit OwnerSet(origin, key, mayAppend);
    }

    function append(Checkpoint calldata checkpoint) private {
        bytes32 origin = checkpoint.origin;
        uint64 last = lastSize[origin];
        if (last == 0) claim(origin);
        if (!isOwner[origin][msg.sender]) revert NotOwner(origin, msg.sender);
        if (checkpoint.size <= last) revert NotLarger(origin, last, checkpoint.size);
        if (checkpoint.root == 0) revert NoRoot(origin, checkpoint.size);
        rootAt[origin][checkpoint.size] = checkpoint.root;
        lastSize[origin] = checkpoint.size;
        emit Anchored(origin, checkpoint.size, checkpoint.root);
    }

    function claim(bytes32 origin) private {
        isOwner[origin][msg.sender] = true;
        emit OwnerSet(origin, msg.sender, true);
    }
}
