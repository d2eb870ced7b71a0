namespace MessageLB.CommandLine.Help;

/// <summary>A command whose help ends with examples.</summary>
internal interface IHasExamples
{
    /// <summary>Examples, the simplest first.</summary>
    IReadOnlyList<Example> Examples { get; }
}
