using MessageLB.Transport;

namespace MessageLB.Dispatcher.Pipeline;

/// <summary>The loop that decides about copied messages, and the only caller of their publisher.</summary>
internal interface IPump
{
    /// <summary>What ended the loop before its time; null if nothing did.</summary>
    Exception? Fault { get; }

    /// <summary>Tells that there is something new. Any thread; cheap.</summary>
    void Wake();

    /// <summary>Ends the loop, after it has returned what is left. No delivery comes any more.</summary>
    void End();

    /// <summary>Gives out turns until ended, or until the session is over.</summary>
    Task RunAsync(IPublisher publisher);
}
