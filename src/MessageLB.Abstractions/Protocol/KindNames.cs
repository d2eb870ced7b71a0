namespace MessageLB;

/// <summary>Names of kinds of message: the AMQP property <c>type</c>, as far as heartbeats carry it.</summary>
public static class KindNames
{
    /// <summary>Most kinds of one heartbeat, and that a group tells apart, the one without a name included.</summary>
    public const int Most = 16;

    /// <summary>Longest name, in characters.</summary>
    public const int MaxLength = 64;

    /// <summary>Messages without a type, and all whose kind is not told apart.</summary>
    public const string Other = "";

    /// <summary>Whether a kind may have this name: at most <see cref="MaxLength"/> printable ASCII characters. Empty is <see cref="Other"/>.</summary>
    public static bool IsValid(ReadOnlySpan<char> name)
    {
        if (name.Length > MaxLength) return false;
        foreach (var c in name)
        {
            if (c is < ' ' or > '~') return false;
        }

        return true;
    }
}
