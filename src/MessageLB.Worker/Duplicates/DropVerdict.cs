namespace MessageLB.Worker.Duplicates;

/// <summary>What is to become of a delivery that is about to be started.</summary>
internal enum DropVerdict
{
    /// <summary>It is not known: go on.</summary>
    New,

    /// <summary>It was done before: drop it.</summary>
    Done,

    /// <summary>A handler has it already: it waits with that one for the result.</summary>
    Waits,
}
