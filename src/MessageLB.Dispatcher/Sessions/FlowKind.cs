namespace MessageLB.Dispatcher.Sessions;

/// <summary>What is to be done with the messages of a queue.</summary>
internal enum FlowKind
{
    /// <summary>Nothing: they stay there.</summary>
    None,

    /// <summary>They go to the group's destinations.</summary>
    HandOver,

    /// <summary>They leave the group, for nobody is left there.</summary>
    Leaving,
}
