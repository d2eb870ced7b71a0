namespace MessageLB.CommandLine.Commands.Dev;

/// <summary>One byte per message, in pieces that are made when needed. Not thread-safe.</summary>
internal sealed class FlagArray
{
    private const int PieceSize = 1 << 16;
    private readonly List<byte[]?> _pieces = [];

    /// <summary>Memory that the flags take.</summary>
    public long Bytes => (long)_pieces.Count(piece => piece is not null) * PieceSize;

    /// <summary>Sets a flag of a message; returns false if it was set.</summary>
    public bool TrySet(long number, byte flag)
    {
        var piece = (int)(number / PieceSize);
        while (_pieces.Count <= piece) _pieces.Add(null);
        ref var flags = ref (_pieces[piece] ??= new byte[PieceSize])[number % PieceSize];
        if ((flags & flag) != 0) return false;
        flags |= flag;
        return true;
    }

    /// <summary>Whether a flag of a message is set.</summary>
    public bool IsSet(long number, byte flag)
    {
        var piece = (int)(number / PieceSize);
        return piece < _pieces.Count && _pieces[piece] is { } flags && (flags[number % PieceSize] & flag) != 0;
    }
}
