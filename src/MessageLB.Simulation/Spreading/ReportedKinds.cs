namespace MessageLB.Simulation.Spreading;

/// <summary>
/// The kinds that workers tell apart in heartbeats: those of the scenario that have a name, the first of them if there are more than the
/// protocol holds. All others count together. Immutable.
/// </summary>
internal sealed class ReportedKinds
{
    private readonly int[] _numbers;

    private ReportedKinds(IReadOnlyList<MessageKind> kinds)
    {
        Names = new NameTable(kinds.Select(k => k.Name).Where(n => n != KindNames.Other).Distinct().Take(KindNames.Most - 1).Prepend(KindNames.Other));
        _numbers = [.. kinds.Select(k => Names.TryGetNumber(k.Name, out var number) ? number : 0)];
    }

    /// <summary>Names as reported.</summary>
    public NameTable Names { get; }

    /// <summary>What workers tell of these kinds; null if no message has a type.</summary>
    public static ReportedKinds? Of(IReadOnlyList<MessageKind> kinds) =>
        kinds.Any(k => k.Name != KindNames.Other) ? new ReportedKinds(kinds) : null;

    /// <summary>Number among <see cref="Names"/> of a kind of the scenario.</summary>
    public int NumberOf(int kind) => _numbers[kind];
}
