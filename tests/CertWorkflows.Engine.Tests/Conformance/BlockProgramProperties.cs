using CertWorkflows.Engine.Execution;
using CertWorkflows.Engine.Tests.Execution;
using FsCheck.Xunit;

namespace CertWorkflows.Engine.Tests.Conformance;

/// <summary>Loops, branches and breaks do what a plain program of the same shape does, however the run is cut into turns.</summary>
public sealed class BlockProgramProperties
{
    [Property(MaxTest = 300)]
    public Task Program_InOneBurst_PrintsWhatThePlainProgramDoes(int seed) => CheckAsync(seed, 100_000);

    [Property(MaxTest = 300)]
    public Task Program_WhenStoredAfterEveryActivity_PrintsWhatThePlainProgramDoes(int seed) => CheckAsync(seed, 1);

    private static async Task CheckAsync(int seed, int limit)
    {
        var program = BlockProgram.Of(seed);
        var runner = new Runner(program.Definition, maxActivitiesPerTurn: limit) { IsStoredBetweenTurns = true };
        var result = await runner.StartAsync();
        while (runner.State!.Status == WorkflowStatus.Running)
            result = result.HasMore ? await runner.GiveAsync(new Stimulus.Continue()) : await runner.EventAsync("go");
        Assert.Equal("Finished/Finished", runner.Status);
        Assert.Equal(program.Expected, runner.Lines);
    }
}
