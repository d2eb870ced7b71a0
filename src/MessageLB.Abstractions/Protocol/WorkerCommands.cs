namespace MessageLB;

/// <summary>The bodies of the commands that a dispatcher sends to workers under <see cref="Names.CommandKey"/>. Immutable.</summary>
public static class WorkerCommands
{
    /// <summary>Finish what you have and take nothing new.</summary>
    public static ReadOnlyMemory<byte> Drain { get; } = """{"v":1,"command":"drain"}"""u8.ToArray();

    /// <summary>Take messages again.</summary>
    public static ReadOnlyMemory<byte> Resume { get; } = """{"v":1,"command":"resume"}"""u8.ToArray();
}
