namespace MessageLB.Core.Configuration;

/// <summary>Whose trace context a worker gets with a message.</summary>
public enum TracePropagation
{
    /// <summary>The publisher's, unchanged: what a publisher wrote is its own. Spans of dispatcher and worker stand beside each other under the publisher's.</summary>
    Preserve,

    /// <summary>The dispatcher's: the worker's span stands under that of the hand-over.</summary>
    Continue,
}
