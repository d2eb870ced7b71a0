namespace MessageLB;

/// <summary>One process behind a destination. Several instances may compete on one destination's queue.</summary>
/// <param name="Group">Group that the destination belongs to.</param>
/// <param name="Destination">Name of the destination, unique in its group.</param>
/// <param name="Instance">Name of the process, unique for every start of it.</param>
public readonly record struct WorkerInstance(string Group, string Destination, string Instance)
{
    /// <inheritdoc />
    public override string ToString() => $"{Group}/{Destination}/{Instance}";
}
